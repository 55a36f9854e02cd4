import { readdirSync } from 'node:fs';
import path from 'node:path';
import { click, expect, finish, openBench, tensorsIn, test } from './reader.ts';

const ids = readdirSync(path.resolve(import.meta.dirname, '../../src/experiments'))
  .filter((name) => name.endsWith('.ts'))
  .map((name) => path.basename(name, '.ts'));

/** A few steps are enough where the adapter is software. */
const small: Record<string, string> = {
  'activation-statistics': '&activation-statistics.width=64&activation-statistics.batch=64',
  'constant-init': '&constant-init.steps=50&constant-init.hidden=3',
  'default-depth': '&default-depth.width=64&default-depth.depth=4',
  'default-learns': '&default-learns.depth=5&default-learns.steps=20&default-learns.optimizer=sgd',
  'dropout-breaks': '&dropout-breaks.steps=50&dropout-breaks.hidden=3',
  'gain-dial': '&gain-dial.width=64&gain-dial.depth=3',
  'gradient-by-layer': '&gradient-by-layer.width=64&gradient-by-layer.depth=4',
  'jacobian-chain': '&jacobian-chain.depth=4',
  'matrix-product': '&matrix-product.factors=12',
  'one-unit-equivalence': '&one-unit-equivalence.steps=40',
  'orthogonal-rnn': '&orthogonal-rnn.size=16&orthogonal-rnn.steps=20',
  'outcome-table': '&outcome-table.steps=50&outcome-table.depth=1',
  'tfjs-he-normal': '&tfjs-he-normal.width=64&tfjs-he-normal.layers=3',
  'unstable-update': '&unstable-update.depth=3&unstable-update.steps=1',
  'zero-init': '&zero-init.steps=10',
};

/** Tens of thousands of small kernels: minutes on a software adapter. The same kernels run in the others. */
const tooManyKernels = ['activation-guide', 'constant-init', 'dropout-breaks'];

for (const id of ids) {
  test(`${id} runs to its end on wasm, and its claims hold`, async ({ page }) => {
    const bench = await openBench(page, id);
    await click(bench, /^Run/);
    await finish(bench);
    await expect(bench.locator('.badge')).toContainText('WebAssembly · agrees to');
    await expect(bench.locator('.live-figures svg').first()).toBeVisible();
    await expect(bench.locator('.status')).toContainText('Your run:');
    const marks = bench.locator('.claims .live [role=img]');
    expect(await marks.count()).toBeGreaterThan(0);
    for (const mark of await marks.all()) await expect(mark).toHaveAttribute('aria-label', 'holds');
    await expect(page.locator(`[data-receipt^="${id}/"]`).first()).toContainText('your run ✓');
  });

  for (const [backend, name] of [
    ['webgpu', 'WebGPU'],
    ['cpu', 'plain JavaScript'],
  ]) {
    test(`${id} runs on ${backend}`, async ({ page }) => {
      test.skip(backend === 'webgpu' && tooManyKernels.includes(id), 'a software adapter takes minutes');
      test.setTimeout(120_000);
      // WebGPU is Chromium's software adapter here: asked for, it is used.
      const bench = await openBench(page, id, `?backend=${backend}${small[id] ?? ''}`);
      await click(bench, /^Run/);
      await finish(bench, 'done', 100_000);
      await expect(bench.locator('.badge')).toContainText(`${name} · agrees to`);
      await expect(bench.locator('.claims .live .broken')).toHaveCount(0);
    });
  }
}

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
