/** `lab data mnist` and `lab run --mnist`: what is taken, where it goes, and one line for what is no good. */
import { execFile } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { hostedMnist } from '../../src/book/mnist.ts';
import { readDataOptions, readRunOptions, UsageError } from '../../src/cli/arguments.ts';
import { dataMnist } from '../../src/cli/data.ts';
import { choice, imageSet } from '../../src/lab/controls.ts';
import { gz, testPair } from '../data/idx-files.ts';
import { lab } from './lab.ts';

const root = path.resolve(import.meta.dirname, '../..');
const folder = mkdtempSync(path.join(tmpdir(), 'mnist-'));
const here = (...parts: string[]) => path.join(folder, ...parts);
afterAll(() => rmSync(folder, { recursive: true }));

const [images, labels] = testPair;

beforeAll(() => {
  for (const name of ['good', 'half', 'cut', 'empty']) mkdirSync(here(name));
  // As some publish them: a dot for a hyphen, one packed and one not, and other files beside them.
  writeFileSync(here('good', 't10k-images.idx3-ubyte'), images.bytes);
  writeFileSync(here('good', `${labels.name}.gz`), gz(labels).bytes);
  writeFileSync(here('good', 'README.md'), 'Digits.');
  writeFileSync(here('half', images.name), images.bytes);
  writeFileSync(here('cut', images.name), images.bytes.subarray(0, 999));
  writeFileSync(here('cut', labels.name), labels.bytes);
});

const data = (...args: string[]) => lab('data', 'mnist', ...args);

test('files are checked, put where the site serves them, packed, and can be removed', async () => {
  const to = here('site', 'mnist');
  const put = data('--from', here('good'), '--to', to);
  expect(put).toMatchObject({ status: 0, stderr: '' });
  expect(put.lines[0]).toBe('found t10k-images.idx3-ubyte: 10,000 images');
  expect(put.lines[1]).toBe('found t10k-labels-idx1-ubyte.gz: 10,000 labels');
  expect(put.lines[2]).toMatch(/^wrote .*site\/mnist\/t10k-images-idx3-ubyte\.gz: [\d,]+ bytes$/);
  expect(put.stdout).toContain('MNIST test files: 8,000 to learn, 2,000 to test.');
  expect(put.stdout).toContain(`To remove them: npm run lab -- data mnist --remove --to ${to}`);

  const names = ['t10k-images-idx3-ubyte.gz', 't10k-labels-idx1-ubyte.gz'];
  expect(readdirSync(to).sort()).toEqual(names);
  expect(gunzipSync(readFileSync(path.join(to, names[0]))).equals(images.bytes)).toBe(true);
  expect(await hostedMnist(to)).toEqual({
    files: Object.fromEntries(
      names.map((name) => [`mnist/${name}`, readFileSync(path.join(to, name)).length]),
    ),
    says: 'MNIST test files: 8,000 to learn, 2,000 to test',
  });

  // A bad choice leaves what was there.
  const bad = data('--from', here('cut'), '--to', to);
  expect(bad).toMatchObject({ status: 2, stdout: '' });
  expect(bad.stderr).toMatch(/^lab: t10k-images-idx3-ubyte is truncated: 999 bytes; .*\n$/);
  expect(readdirSync(to)).toHaveLength(2);

  writeFileSync(path.join(to, 'notes.txt'), 'Not ours.');
  expect(data('--remove', '--to', to).lines).toHaveLength(2);
  expect(readdirSync(to)).toEqual(['notes.txt']);
  rmSync(path.join(to, 'notes.txt'));
  expect(await refusal('--remove', '--to', to)).toBeUndefined();
});

test('files are fetched from a server, packed or plain', async () => {
  const requests: string[] = [];
  const server: Server = createServer((request, response) => {
    requests.push(request.url ?? '');
    const file = { '/d/t10k-images-idx3-ubyte.gz': gz(images), '/d/t10k-labels-idx1-ubyte': labels };
    const found = file[request.url as keyof typeof file];
    response.writeHead(found ? 200 : 404).end(found?.bytes);
  });
  await new Promise<void>((ready) => server.listen(0, 'localhost', ready));
  const url = `http://localhost:${(server.address() as AddressInfo).port}`;
  try {
    const { stdout } = await labAsync('data', 'mnist', '--from', `${url}/d`, '--to', here('fetched'));
    expect(stdout).toContain(`found ${url}/d/t10k-images-idx3-ubyte: 10,000 images`);
    expect(readdirSync(here('fetched'))).toHaveLength(2);
    expect(requests.filter((asked) => asked.includes('labels-idx1-ubyte.gz'))).toHaveLength(2);
    const nothing = await labAsync('data', 'mnist', '--from', url, '--to', here('nothing'));
    expect(nothing.stderr).toContain(`lab: ${url} has no file of MNIST; wanted: t10k-images-idx3-ubyte`);
    expect(existsSync(here('nothing'))).toBe(false);
  } finally {
    server.close();
  }
});

/** Unlike `lab`, lets this process answer meanwhile. */
const labAsync = (...args: string[]) =>
  new Promise<{ stdout: string; stderr: string }>((settle) => {
    const command = ['--import', './tools/tfjs-in-node.mjs', 'src/cli.ts', ...args];
    execFile(process.execPath, command, { cwd: root }, (_, stdout, stderr) => settle({ stdout, stderr }));
  });

test.each([
  [['--from', here('half')], 't10k-images-idx3-ubyte holds the 10,000 test images; missing: t10k-labels'],
  [['--from', here('cut')], 't10k-images-idx3-ubyte is truncated: 999 bytes; 10,000 images take 7,840,016.'],
  [['--from', here('empty')], 'empty holds no file of MNIST; wanted: t10k-images-idx3-ubyte'],
  [['--from', here('nowhere')], 'there is no folder'],
  [['--from', 'http://localhost:9/'], 'http://localhost:9/t10k-images-idx3-ubyte.gz cannot be fetched: '],
  [[], 'data mnist needs --from, a folder or a URL with the files, or --remove'],
  [['--from', here('good'), '--remove'], 'data mnist needs --from'],
  [['--form', here('good')], 'there is no --form; there are --from, --to, --remove'],
])('unusable: data mnist %j', async (args, says) => {
  const to = args.includes('--form') ? [] : ['--to', here('never')];
  const error = await refusal(...args, ...to);
  expect(error).toBeInstanceOf(UsageError);
  expect(error?.message).toContain(says);
  expect(error?.message).not.toContain('\n');
  expect(existsSync(here('never'))).toBe(false);
});

/** In this process: to start another takes seconds. */
async function refusal(...args: string[]): Promise<Error | undefined> {
  try {
    await dataMnist(readDataOptions(['mnist', ...args]));
    return undefined;
  } catch (error) {
    return error as Error;
  }
}

test('a build with a bad file among those it would serve fails, and says how to mend it', async () => {
  await expect(hostedMnist(here('cut'))).rejects.toThrow(
    /cut: .* is truncated: .* data mnist --from DIR, or/,
  );
  expect(await hostedMnist(here('empty'))).toBeUndefined();
  expect(await hostedMnist(here('nowhere'))).toBeUndefined();
});

test('a run on MNIST reads the folder that is named, or what the site serves; others take no folder', () => {
  const controls = { digits: imageSet(), depth: choice([1, 2], 1) };
  const read = (...args: string[]) => readRunOptions(controls, args);
  expect(read().mnist).toBeUndefined();
  expect(read('--digits', 'MNIST').mnist).toBe(path.join(root, 'public/mnist'));
  expect(read('--mnist', '/data')).toMatchObject({ mnist: '/data', params: { digits: 'MNIST', depth: 1 } });
  expect(() => read('--mnist', '/data', '--digits', 'drawn')).toThrow('--mnist: this run asks for digits');
  expect(() => readRunOptions({ depth: controls.depth }, ['--mnist', '/data'])).toThrow(
    'there is no --mnist',
  );
  expect(() => readDataOptions(['cifar'])).toThrow('data needs the name of a data set, mnist, and not cifar');
});
