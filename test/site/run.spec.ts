/** A reader clicks Run: every experiment of every chapter, on each kind of backend; then what can go wrong on the way. */
import { smallSettings, tooMuchForSoftware } from '../experiments/small.ts';
import {
  chapters,
  click,
  expect,
  findBench,
  finish,
  openBench,
  openChapter,
  tensorsIn,
  test,
} from './reader.ts';

for (const { slug, experiments } of chapters.filter((chapter) => chapter.experiments.length > 0)) {
  test(`${slug}: all experiments run to their end on wasm, and their claims hold`, async ({ page }) => {
    test.setTimeout(60_000 + 30_000 * experiments.length);
    await openChapter(page, slug);
    for (const id of experiments) {
      await test.step(id, async () => {
        const bench = await findBench(page, id);
        await click(bench, /^Run/);
        await finish(bench);
        await expect(bench.locator('.badge')).toContainText('WebAssembly · agrees to');
        await expect(bench.locator('.live-figures svg').first()).toBeVisible();
        await expect(bench.locator('.status')).toContainText(/Your run(, on [^:]+)?:/);
        const marks = bench.locator('.claims .live [role=img]');
        expect(await marks.count()).toBeGreaterThan(0);
        for (const mark of await marks.all()) await expect(mark).toHaveAttribute('aria-label', 'holds');
        await expect(page.locator(`[data-receipt^="${id}/"]`).first()).toContainText('your run ✓');
      });
    }
  });

  const chosen = experiments.filter((id) => !tooMuchForSoftware.includes(id));
  if (chosen.length === 0) continue;
  // In Node the experiments run on the plain JavaScript backend (test/experiments/backends.test.ts), but none on this one.
  test(`${slug}: its experiments run on WebGPU`, async ({ page }) => {
    test.setTimeout(60_000 + 60_000 * chosen.length);
    // Chromium's software adapter here: asked for, it is used.
    const query = new URLSearchParams({ backend: 'webgpu' });
    for (const id of chosen) {
      for (const [name, value] of Object.entries(smallSettings[id] ?? {}))
        query.set(`${id}.${name}`, String(value));
    }
    await openChapter(page, slug, `?${query}`);
    for (const id of chosen) {
      await test.step(id, async () => {
        const bench = await findBench(page, id);
        await click(bench, /^Run/);
        await finish(bench, 'done', 100_000);
        await expect(bench.locator('.badge')).toContainText('WebGPU · agrees to');
        await expect(bench.locator('.claims .live .broken')).toHaveCount(0);
      });
    }
  });
}

test('the reader can choose plain JavaScript', async ({ page }) => {
  const bench = await openBench(page, 'matrix-product', '?backend=cpu&matrix-product.factors=12');
  await click(bench, /^Run/);
  await finish(bench);
  await expect(bench.locator('.badge')).toContainText('plain JavaScript · agrees to');
});

test('a software adapter that was not asked for is left, and the page says why', async ({ page }) => {
  const bench = await openBench(page, 'matrix-product');
  await click(bench, /^Run/);
  await finish(bench);
  await expect(bench.locator('.skipped')).toContainText('WebGPU left: its adapter is software');
});

test('twenty seeds give a band, and the same seed gives the same result', async ({ page }) => {
  const bench = await openBench(page, 'matrix-product');
  await click(bench, /^20 seeds/);
  await finish(bench);
  await expect(bench.locator('.live-figures')).toContainText('20 seeds');
  await click(bench, /^Run/);
  await finish(bench);
  const first = await bench.locator('.status').textContent();
  await click(bench, /^20 seeds/);
  await finish(bench);
  await click(bench, /^Run/);
  await finish(bench);
  expect(await bench.locator('.status').textContent()).toBe(first);
});

test('a new seed is another run, and is shown', async ({ page }) => {
  const bench = await openBench(page, 'matrix-product');
  await click(bench, /^Run/);
  await finish(bench);
  await bench.getByLabel('new seed').check();
  await click(bench, /^Run/);
  await expect(bench.getByLabel('seed', { exact: true })).not.toHaveValue('42');
  await finish(bench);
});

test('no tensor is left after a run, nor after a cancelled one', async ({ page }) => {
  const bench = await openBench(page, 'matrix-product');
  await click(bench, /^Run/);
  await finish(bench);
  expect(await tensorsIn(page)).toBe(0);
  // Long enough not to be over before it is cancelled.
  await bench.getByLabel('size N').selectOption('64');
  await bench.getByLabel('factors', { exact: true }).fill('200');
  await click(bench, /^20 seeds/);
  await finish(bench, 'running');
  await click(bench, 'Cancel');
  await finish(bench, 'cancelled');
  // A worker that was ended has taken its tensors with it.
  expect(page.workers().length === 0 ? 0 : await tensorsIn(page).catch(() => 0)).toBe(0);
});

test('Cancel stops a long run, and it can be run again', async ({ page }) => {
  const bench = await openBench(page, 'matrix-product', '?matrix-product.size=64&matrix-product.factors=200');
  await click(bench, /^20 seeds/);
  await finish(bench, 'running');
  await click(bench, 'Cancel');
  await finish(bench, 'cancelled');
  await expect(bench.locator('.status')).toContainText('Cancelled after');
  await bench.getByLabel('size N').selectOption('4');
  await click(bench, /^Run again/);
  await finish(bench);
});

test('a cancelled run goes on, and ends as one that was never stopped', async ({ page }) => {
  test.setTimeout(120_000);
  const bench = await openBench(page, 'fair-comparison');
  const result = async () => [
    await bench.locator('.status').textContent(),
    ...(await bench.locator('.claims .live').allTextContents()),
  ];
  await click(bench, /^Run/);
  await finish(bench);
  const whole = await result();
  await click(bench, /^Run/);
  await finish(bench, 'running');
  // Until a few cells are there: 25 rows each.
  const progress = bench.locator('.run-row .count');
  const rows = async () => Number.parseInt((await progress.textContent()) ?? '', 10);
  await expect.poll(rows, { intervals: [50] }).toBeGreaterThan(100);
  await click(bench, 'Cancel');
  await finish(bench, 'cancelled');
  const places = bench.locator('.live-figures .places rect');
  await expect.poll(() => places.count()).toBeGreaterThan(2);
  const done = await places.count();
  // Another setting is another run.
  await bench.getByLabel('learning rates, times').selectOption('2');
  await expect(bench.getByRole('button', { name: /^Go on/ })).toHaveCount(0);
  await bench.getByLabel('learning rates, times').selectOption('1');
  await click(bench, /^Go on/);
  await finish(bench);
  expect(await result()).toEqual(whole);
  await expect.poll(() => places.count()).toBeGreaterThan(done);
});

test('a cell of the map is picked by a click or in the form, before a run and after, and neither runs anything', async ({
  page,
}) => {
  const bench = await openBench(page, 'fair-comparison');
  const shown = bench.locator('figcaption').last();
  await expect(shown).toHaveText('The picked cell: relu, xavier, 10 hidden layers, sgd');
  await bench.locator('.places rect').filter({ visible: true }).first().click();
  await expect(shown).toHaveText('The picked cell: relu, default, 2 hidden layers, sgd');
  await expect(bench.getByLabel('cell: start')).toHaveValue('default');
  await bench.getByLabel('cell: optimizer').selectOption('adam');
  await expect(shown).toHaveText('The picked cell: relu, default, 2 hidden layers, adam');
  expect(page.workers()).toHaveLength(0);
  await expect(bench).toHaveAttribute('data-phase', 'idle');
  await click(bench, /^Run/);
  await finish(bench);
  const ran = await bench.locator('.status').textContent();
  await bench.locator('.live-figures .places rect').nth(3).click();
  await expect(shown).toHaveText('The picked cell: relu, xavier, 10 hidden layers, sgd');
  await expect(bench.locator('.live-figures figure').last()).toContainText('your run');
  expect(await bench.locator('.status').textContent()).toBe(ran);
  expect(page.url()).not.toContain('fair-comparison.optimizer');
});

test('Cancel ends a worker that does not answer', async ({ page }) => {
  // In place of the worker, one that never comes back from its first message.
  const worker = /\/worker-[^/]+\.js$/;
  await page.route(worker, (route) =>
    route.fulfill({ contentType: 'text/javascript', body: 'onmessage = () => { for (;;); };' }),
  );
  const bench = await openBench(page, 'matrix-product');
  await click(bench, /^Run/);
  await finish(bench, 'loading');
  await expect.poll(() => page.workers().length).toBe(1);
  await click(bench, 'Cancel');
  await finish(bench, 'cancelled');
  await page.unroute(worker);
  await click(bench, /^Run again/);
  await finish(bench);
});

test('a lost device is one clear message, and Run again works', async ({ page }) => {
  const bench = await openBench(page, 'matrix-product', '?backend=webgpu&matrix-product.factors=200');
  await click(bench, /^20 seeds/);
  await finish(bench, 'running');
  await page.workers()[0].evaluate(() => {
    const { _tfengine } = globalThis as unknown as {
      _tfengine: { backend: { device: { destroy(): void } } };
    };
    _tfengine.backend.device.destroy();
  });
  await finish(bench, 'failed');
  await expect(bench.locator('.status')).toContainText('The graphics device was lost');
  await bench.getByLabel('factors', { exact: true }).fill('5');
  await click(bench, /^Run again/);
  await finish(bench);
});

test('a crashed worker is one clear message, and Run again works', async ({ page }) => {
  const bench = await openBench(page, 'matrix-product', '?matrix-product.size=64&matrix-product.factors=200');
  await click(bench, /^20 seeds/);
  await finish(bench, 'running');
  await page.workers()[0].evaluate(() => {
    setTimeout(() => {
      throw new Error('out of memory');
    });
  });
  await finish(bench, 'failed');
  await expect(bench.locator('.status')).toContainText('The worker stopped (Uncaught Error: out of memory)');
  await bench.getByLabel('size N').selectOption('4');
  await click(bench, /^Run again/);
  await finish(bench);
});
