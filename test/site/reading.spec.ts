import AxeBuilder from '@axe-core/playwright';
import { chapter, click, expect, finish, openBench, pages, test } from './reader.ts';

for (const path of pages) {
  test(`axe finds nothing on /${path}`, async ({ page, troubles }) => {
    // It reads the style of every element, and a chapter has up to forty thousand.
    test.slow();
    await page.goto(path);
    if (path === 'no-such-page/') troubles.length = 0;
    // A third of a chapter's elements are code that is folded away; a test below unfolds some.
    await page.evaluate(() => {
      for (const code of document.querySelectorAll('.panel:not([open]) pre')) code.remove();
    });
    expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([]);
  });
}

// All that a dark page has of its own is its colours, which test/book/tokens.test.ts holds to their contrasts.
for (const path of ['', 'claims/', 'comparing/']) {
  test(`axe finds nothing amiss with the colours of /${path} at night`, async ({ page }) => {
    test.slow();
    await page.emulateMedia({ colorScheme: 'dark' });
    await page.goto(path);
    expect((await new AxeBuilder({ page }).withRules('color-contrast').analyze()).violations).toEqual([]);
  });
}

test('axe finds nothing after a run, with its panels open', async ({ page }) => {
  const bench = await openBench(page, 'matrix-product');
  await click(bench, /^Run/);
  await finish(bench);
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    for (const panel of ['Table', 'Python']) {
      await bench.locator('summary', { hasText: panel }).click();
      expect((await new AxeBuilder({ page }).include('#matrix-product').analyze()).violations).toEqual([]);
    }
  }
});

for (const width of [320, 390, 768, 1024, 1440]) {
  test(`nothing overflows at ${width} px`, async ({ page, troubles }) => {
    await page.setViewportSize({ width, height: 900 });
    for (const path of pages) {
      await page.goto(path);
      const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
      expect(overflow, `/${path}`).toBeLessThanOrEqual(0);
    }
    troubles.splice(0, troubles.length, ...troubles.filter((trouble) => !trouble.includes('404')));
  });
}

test.describe('without JavaScript', () => {
  test.use({ javaScriptEnabled: false });

  test('the chapter is whole: text, plot, claims, table, code, and nothing that cannot work', async ({
    page,
  }) => {
    await page.goto(chapter);
    const bench = page.locator('section#matrix-product');
    await expect(bench.getByRole('heading')).toBeVisible();
    await expect(bench.locator('figure svg:visible')).toHaveCount(3);
    await expect(bench.locator('.claims .holds')).toHaveCount(5);
    await expect(bench.locator('.status')).toContainText('Recorded over 100 seeds');
    await bench.locator('summary', { hasText: 'Table' }).click();
    await expect(bench.locator('table')).toBeVisible();
    await bench.locator('summary', { hasText: 'Code' }).click();
    await expect(bench.locator('pre').first()).toContainText('defineExperiment');
    await expect(bench.getByRole('button')).toHaveCount(0);
    await page.locator('reader-guess summary').first().click();
    await expect(page.locator('reader-guess data').first()).toBeVisible();
  });
});

test('the link restores the parameters and runs nothing', async ({ page }) => {
  const bench = await openBench(page, 'matrix-product');
  await bench.getByLabel('size N').selectOption('8');
  await bench.getByLabel('factors', { exact: true }).fill('37');
  await bench.getByLabel('seed', { exact: true }).fill('7');
  await expect(page).toHaveURL(/matrix-product.size=8&matrix-product.factors=37&matrix-product.seed=7$/);
  const url = page.url();
  await page.goto('about:blank');
  await page.goto(url);
  await bench.scrollIntoViewIfNeeded();
  await expect(bench.getByLabel('size N')).toHaveValue('8');
  await expect(bench.getByLabel('factors', { exact: true })).toHaveValue('37');
  await expect(bench.getByLabel('seed', { exact: true })).toHaveValue('7');
  await expect(bench).toHaveAttribute('data-phase', 'idle');
  await click(bench, 'Reset');
  await expect(bench.getByLabel('size N')).toHaveValue('4');
  await expect(page).not.toHaveURL(/\?/);
});

test('a broken link says what is wrong, and the page works', async ({ page }) => {
  const query =
    '?matrix-product.size=5&matrix-product.sigma=wide&matrix-product.depth=3&matrix-product.seed=1.5&backend=gpu';
  const bench = await openBench(page, 'matrix-product', query);
  const problem = bench.getByRole('alert');
  for (const text of [
    'size: "5" is not allowed; allowed: 2, 4, 8, 16, 32, 64',
    'sigma: "wide" is not allowed; allowed: 0.05 to 2',
    'depth: there is no such control; there are size, sigma, factors, seed',
    'seed: "1.5" is not allowed',
    'backend: "gpu" is not allowed; allowed: webgpu, wasm, cpu',
  ]) {
    await expect(problem).toContainText(text);
  }
  await click(bench, /^Run/);
  await finish(bench);
});

test('what is typed stays as typed, and wrong values cannot be run', async ({ page }) => {
  const bench = await openBench(page, 'matrix-product');
  const factors = bench.getByLabel('factors', { exact: true });
  for (const text of ['1000000', 'many', '', '3.5']) {
    await factors.fill(text);
    await expect(factors).toHaveValue(text);
    await expect(bench.getByRole('alert')).toContainText('allowed: 1 to 200, whole numbers');
    await expect(bench.getByRole('button', { name: /^Run/ })).toBeDisabled();
  }
  await factors.fill('20');
  await expect(bench.getByRole('alert')).toHaveCount(0);
  await click(bench, /^Run/);
  await finish(bench);
});

test('a run is reached, started and read by keyboard alone', async ({ page }) => {
  const bench = await openBench(page, 'activation-gradient');
  await bench.getByLabel('activation').focus();
  await page.keyboard.press('t');
  await expect(bench.getByLabel('activation')).toHaveValue('tanh');
  for (let i = 0; i < 12; i++) {
    await page.keyboard.press('Tab');
    if (await bench.getByRole('button', { name: /^Run/ }).evaluate((node) => node === document.activeElement))
      break;
  }
  await page.keyboard.press('Enter');
  await finish(bench);
  await expect(bench.locator('.status')).toContainText('tanh');
});

test('a guess is kept, and answered', async ({ page }) => {
  await page.goto(chapter);
  const guess = page.locator('reader-guess').first();
  await guess.getByLabel('Your guess').fill('3');
  await guess.getByRole('button', { name: 'Commit' }).click();
  await expect(guess.locator('[data-part=outcome]')).toContainText('3');
  await page.reload();
  await expect(guess.locator('[data-part=outcome]')).toBeVisible();
});

test('rows come as CSV', async ({ page }) => {
  const bench = await openBench(page, 'matrix-product');
  await click(bench, /^Run/);
  await finish(bench);
  await bench.locator('summary', { hasText: 'Table' }).click();
  const download = page.waitForEvent('download');
  await bench.getByRole('link', { name: 'All rows as CSV' }).click();
  const stream = await (await download).createReadStream();
  const text = (await stream.toArray()).join('');
  expect(text.split('\r\n')).toHaveLength(102);
  expect(text).toContain('factor,predicted');
});
