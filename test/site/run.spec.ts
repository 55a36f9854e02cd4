/** A reader clicks Run: every experiment of every chapter, on each kind of backend; then what can go wrong on the way. */
import { smallSettings, tooManyKernels } from '../experiments/small.ts';
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
        await expect(bench.locator('.status')).toContainText('Your run:');
        const marks = bench.locator('.claims .live [role=img]');
        expect(await marks.count()).toBeGreaterThan(0);
        for (const mark of await marks.all()) await expect(mark).toHaveAttribute('aria-label', 'holds');
        await expect(page.locator(`[data-receipt^="${id}/"]`).first()).toContainText('your run ✓');
      });
    }
  });

  const chosen = experiments.filter((id) => !tooManyKernels.includes(id));
  if (chosen.length === 0) continue;
  // In Node every experiment runs on the plain JavaScript backend (test/experiments/backends.test.ts), but none on this one.
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
