import { resolve } from 'node:path';
import { weigh } from '../../tools/budget.mjs';
import { chapters, expect, test } from './reader.ts';

const dist = resolve(import.meta.dirname, '../../dist-test');

test('every page and every run keeps to its budget', () => {
  const weights = weigh(dist);
  expect(weights.length).toBeGreaterThan(50);
  expect(weights.filter(({ bytes, limit }) => bytes > limit)).toEqual([]);
});

for (const { slug } of chapters)
  test(`before a click ${slug} asks for nothing of a run`, async ({ page }) => {
    const urls: string[] = [];
    page.on('request', (request) => urls.push(request.url()));
    await page.goto(`${slug}/`, { waitUntil: 'networkidle' });
    for (const island of await page.locator('astro-island').all()) await island.scrollIntoViewIfNeeded();
    await page.waitForLoadState('networkidle');
    expect(urls.length).toBeGreaterThan(5);
    expect(urls.filter((url) => /worker|wasm|webgpu|live\.|dist-/.test(url))).toEqual([]);
  });
