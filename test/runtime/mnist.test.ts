/** The files of MNIST as a worker gets them: from the page, or from where the site serves them. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, test } from 'vitest';
import { imageSet } from '../../src/lab/controls.ts';
import { defineExperiment } from '../../src/lab/experiment.ts';
import { drive } from '../../src/runtime/drive.ts';
import { readFiles } from '../../src/runtime/mnist.ts';
import { gz, testPair } from '../data/idx-files.ts';
import { onBackend } from './on-backend.ts';

onBackend('cpu');

const packed = testPair.map(gz);

test('blobs are read, and so are addresses, whether or not a server unpacks them on the way', async () => {
  const blobs = packed.map(({ name, bytes }) => ({ name, from: new Blob([bytes as BlobPart]) }));
  expect((await readFiles(blobs)).test.labels).toHaveLength(2_000);

  const server = createServer((request, response) => {
    const [, unpack, name] = (request.url ?? '').split('/');
    const file = packed.find((one) => one.name === name);
    // As servers do that take the ending .gz for the way in which a plain file is sent.
    if (unpack === 'unpacked') response.setHeader('content-encoding', 'gzip');
    response.writeHead(file ? 200 : 404).end(file?.bytes);
  });
  await new Promise<void>((ready) => server.listen(0, 'localhost', ready));
  const at = `http://localhost:${(server.address() as AddressInfo).port}`;
  try {
    for (const way of ['as-it-is', 'unpacked']) {
      const files = packed.map(({ name }) => ({ name, from: `${at}/${way}/${name}` }));
      expect((await readFiles(files)).train.labels).toHaveLength(8_000);
    }
    const gone = readFiles([{ name: 'a', from: `${at}/as-it-is/a` }]);
    await expect(gone).rejects.toThrow(`${at}/as-it-is/a answers 404; allowed: the digits that are drawn.`);
  } finally {
    server.close();
  }
});

test('a run that asks for MNIST where there are no files ends with an error that says what is allowed', async () => {
  const experiment = defineExperiment({
    title: '',
    caption: '',
    law: 'chapter#label',
    controls: { digits: imageSet() },
    columns: { count: 'count' },
    key: [],
    length: () => 1,
    async *run(_, { mnist }) {
      yield { count: (await mnist()).train.labels.length };
    },
    plot: () => [],
    summary: () => '',
    claims: {},
  });
  const rows = async (mnist?: () => ReturnType<typeof readFiles>) => {
    const all: unknown[] = [];
    for await (const row of drive({ experiment, params: { digits: 'MNIST' }, seeds: [1], mnist }))
      all.push(row);
    return all;
  };
  await expect(rows()).rejects.toThrow(
    'The files of MNIST are not here; allowed: the digits that are drawn.',
  );
  const blobs = packed.map(({ name, bytes }) => ({ name, from: new Blob([bytes as BlobPart]) }));
  expect(await rows(() => readFiles(blobs))).toEqual([{ count: 8_000, seed: 1 }]);
});
