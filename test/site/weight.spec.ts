import { resolve } from 'node:path';
import { weigh } from '../../tools/budget.mjs';
import { chapters, expect, test } from './reader.ts';

const dist = resolve(import.meta.dirname, '../../dist-test');

for (const { name, bytes, limit } of weigh(dist)) {
  test(`${name} keeps to its budget`, () => {
    expect(bytes).toBeLessThanOrEqual(limit);
  });
}

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
