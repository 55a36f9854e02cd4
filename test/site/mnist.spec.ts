/** Files of MNIST given to a page: made-up ones in the same form, good and bad; and the real ones, where they are. */
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Locator, Page } from '@playwright/test';
import { mnistFilesIn } from '../../src/book/mnist.ts';
import { isGzip, type NamedFile } from '../../src/data/idx.ts';
import { badFiles, gz, testPair, trainPair } from '../data/idx-files.ts';
import { click, expect, findBench, finish, openChapter, test } from './reader.ts';

const LAB = 'mnist-nn-xavier';
const hosted = existsSync(path.resolve(import.meta.dirname, '../../dist-test/mnist'));
test.skip(hosted, 'this build serves the files itself; npm run lab -- data mnist --remove, and build again');

const has = 'MNIST test files: 8,000 to learn, 2,000 to test. Nothing leaves this page.';
const zone = (bench: Locator) => bench.locator('.images');
const digits = (bench: Locator) => bench.getByLabel('digits', { exact: true });

/** Chooses files, as with the keyboard: the control is an input like any other. From disk: that is fast. */
async function choose(bench: Locator, files: NamedFile[]): Promise<void> {
  const folder = mkdtempSync(path.join(tmpdir(), 'mnist-'));
  folders.push(folder);
  const paths = files.map(({ name }, i) => path.join(folder, String(i), name));
  for (const [i, file] of paths.entries()) {
    mkdirSync(path.dirname(file));
    writeFileSync(file, files[i].bytes);
  }
  await bench.locator('input[type=file]').setInputFiles(paths);
}

const folders: string[] = [];
test.afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
});

/** Drops files on the bench, packed: eight million bytes would take long to get there. */
async function drop(page: Page, bench: Locator, files: NamedFile[]): Promise<void> {
  const transfer = await page.evaluateHandle(
    (list) => {
      const data = new DataTransfer();
      for (const { name, base64 } of list) {
        const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
        data.items.add(new File([bytes], name));
      }
      return data;
    },
    files.map(({ name, bytes }) => ({ name, base64: Buffer.from(bytes).toString('base64') })),
  );
  const target = bench.locator('.drop');
  await target.dispatchEvent('dragover', { dataTransfer: transfer });
  await expect(bench).toHaveAttribute('data-over', '');
  await target.dispatchEvent('drop', { dataTransfer: transfer });
  await expect(bench).not.toHaveAttribute('data-over');
}

async function openLab(page: Page, query = ''): Promise<Locator> {
  await openChapter(page, 'mnist-labs', query);
  const bench = await findBench(page, LAB);
  // What reads files is loaded once the bench is there.
  await page.waitForLoadState('networkidle');
  return bench;
}

test('without files the page asks for none, and says what its digits are', async ({ page }) => {
  const urls: string[] = [];
  page.on('request', (request) => urls.push(request.url()));
  const bench = await openLab(page);
  await expect(zone(bench)).toContainText(
    'Have the MNIST files? Drop them here, or choose them: nothing leaves this page.',
  );
  await expect(bench.locator('.status')).toContainText(', on digits drawn here:');
  await expect(digits(bench)).toHaveValue('drawn');
  expect(urls.filter((url) => /mnist\//.test(url))).toEqual([]);
});

test('files that are dropped are used by this bench and the others of the page', async ({ page }) => {
  const bench = await openLab(page);
  await drop(page, bench, testPair.map(gz));
  await expect(zone(bench)).toContainText(has);
  await expect(digits(bench)).toHaveValue('MNIST');
  expect(page.url()).toContain(`${LAB}.digits=MNIST`);
  const others = (await page.locator('.bench:has(.images)').all()).length;
  expect(others).toBeGreaterThan(1);
  const other = await findBench(page, 'mnist-nn-deep');
  await expect(zone(other)).toContainText(has);
  await expect(digits(other)).toHaveValue('MNIST');
  await click(bench, 'Reset');
  await expect(digits(bench)).toHaveValue('drawn');
});

test('the keyboard reaches the choice of files, and its name says what it is for', async ({ page }) => {
  const bench = await openLab(page);
  await digits(bench).focus();
  const input = bench.locator('input[type=file]');
  for (let presses = 0; presses < 20; presses++) {
    if (await input.evaluate((element) => element === document.activeElement)) break;
    await page.keyboard.press('Tab');
  }
  await expect(input).toBeFocused();
  await expect(input).toHaveAccessibleName('choose them');
  await expect(input).toHaveAccessibleDescription(/MNIST files/);
  const outline = await bench.locator('.choose').evaluate((label) => getComputedStyle(label).outlineStyle);
  expect(outline).toBe('solid');
});

const [incomplete, bad] = [true, false].map((part) =>
  badFiles().filter(([kind]) => /^(labels given for|images without)/.test(kind) === part),
);

test('each kind of bad file is one line, and the page keeps what it had', async ({ page }) => {
  test.setTimeout(120_000);
  const bench = await openLab(page);
  const refuse = async (when: string, says: string, value: string) => {
    for (const [kind, files, line] of bad) {
      await test.step(`${kind}, ${when}`, async () => {
        await choose(bench, files);
        await expect(zone(bench).locator('.problem')).toContainText(line);
        await expect(zone(bench)).toContainText(says);
        await expect(digits(bench)).toHaveValue(value);
      });
    }
  };
  await refuse('at first', 'Have the MNIST files?', 'drawn');
  await choose(bench, testPair);
  await expect(zone(bench)).toContainText(has);
  await expect(zone(bench).locator('.problem')).toBeHidden();
  await refuse('later', has, 'MNIST');
});

for (const [kind, files, line] of incomplete)
  test(`${kind}: the line says what is missing, and it may follow`, async ({ page }) => {
    const bench = await openLab(page);
    await choose(bench, files);
    await expect(zone(bench).locator('.problem')).toHaveText(line);
    await expect(digits(bench)).toHaveValue('drawn');
    await choose(bench, [testPair[files[0].bytes.length > 1e6 ? 1 : 0]]);
    await expect(zone(bench)).toContainText(has);
    await expect(digits(bench)).toHaveValue('MNIST');
  });

test('two files may become four', async ({ page }) => {
  test.setTimeout(120_000);
  const bench = await openLab(page);
  await choose(bench, testPair);
  await expect(zone(bench)).toContainText(has);
  await choose(bench, trainPair().map(gz));
  await expect(zone(bench)).toContainText(
    'MNIST: 60,000 to learn, 10,000 to test. Nothing leaves this page.',
  );
});

test('a run uses the files; without them, a link that asks for MNIST says what is missing', async ({
  page,
}) => {
  test.setTimeout(180_000);
  const bench = await openLab(page, `?${LAB}.digits=MNIST`);
  await expect(zone(bench)).toContainText('For a run on MNIST its files are missing');
  await expect(bench.getByRole('button', { name: /^Run/ })).toBeDisabled();
  await choose(bench, testPair);
  await expect(zone(bench).locator('.problem')).toHaveCount(1);
  await click(bench, /^Run/);
  await finish(bench, 'done', 120_000);
  await expect(bench.locator('.status')).toContainText('Your run, on MNIST:');
});

interface Golden {
  net: string;
  start: string;
  losses: number[];
  right: number;
}
const golden: { seed: number; MNIST: Golden[] } = JSON.parse(
  readFileSync(path.resolve(import.meta.dirname, '../fixtures/mnist_labs.json'), 'utf8'),
);
// Deep nets take rounding further: real PyTorch moves so much itself.
const labs = [
  { lab: LAB, net: 'shallow', losses: 20, within: { loss: 1e-3, right: 0.005 } },
  { lab: 'mnist-nn-deep', net: 'deep', losses: 10, within: { loss: 1e-2, right: 0.02 } },
];
for (const { lab, net, losses, within } of labs)
  test(`the real files, dropped on ${lab}, give what they give in PyTorch`, async ({ page }) => {
    const folder = process.env.MNIST_DIR;
    test.skip(!folder, 'MNIST_DIR names no folder with the files of MNIST');
    test.setTimeout(400_000);
    await openChapter(page, 'mnist-labs', `?backend=wasm&${lab}.start=all five&${lab}.seed=${golden.seed}`);
    const bench = await findBench(page, lab);
    await page.waitForLoadState('networkidle');
    const files = (await mnistFilesIn(String(folder))).filter(({ name }) => name.startsWith('t10k'));
    await drop(
      page,
      bench,
      files.map((file) => (isGzip(file.bytes) ? file : gz(file))),
    );
    await expect(zone(bench)).toContainText(has);
    await click(bench, /^Run/);
    await finish(bench, 'done', 360_000);
    await expect(bench.locator('.status')).toContainText('Your run, on MNIST:');
    await expect(bench.locator('.badge')).toContainText('WebAssembly');
    await expect(bench.locator('.claims .live .broken')).toHaveCount(0);

    const rows = (await rowsOf(page, bench)).filter((row) => row.net === net && row.shown === '');
    for (const { start, losses: wanted, right } of golden.MNIST.filter((one) => one.net === net)) {
      const looks = rows.filter((row) => row.start === start);
      const ends = looks.map(({ step }) => Number(step)).filter((step) => step <= losses);
      expect(ends).toEqual([1, 10, 20].filter((step) => step <= losses));
      for (const [i, end] of ends.entries()) {
        // A look has the mean loss of the batches since the look before.
        const since = wanted.slice(ends[i - 1] ?? 0, end);
        const mean = since.reduce((sum, loss) => sum + loss, 0) / since.length;
        expect(Math.abs(Number(looks[i].loss) / mean - 1), `${start}, ${end}`).toBeLessThan(within.loss);
      }
      const last = looks[looks.length - 1];
      expect(Math.abs(Number(last.right) - right), start).toBeLessThanOrEqual(within.right + 1e-9);
    }
  });

/** The rows of a run, from the CSV that the page offers. Of its cells only pictures, the last column, have commas. */
async function rowsOf(page: Page, bench: Locator): Promise<Record<string, string>[]> {
  await bench.locator('summary', { hasText: 'Table' }).click();
  const download = page.waitForEvent('download');
  await bench.getByRole('link', { name: 'All rows as CSV' }).click();
  const stream = await (await download).createReadStream();
  const [header, ...lines] = (await stream.toArray()).join('').split('\r\n');
  const names = header.split(',');
  return lines.map((line) => {
    const cells = line.split(',');
    return Object.fromEntries(names.map((name, i) => [name, cells[i]]));
  });
}
