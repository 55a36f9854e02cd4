/** The digits in a browser: the very modules, types taken off, draw the bytes that PyTorch learned from. */
import { readFileSync } from 'node:fs';
import { stripTypeScriptTypes } from 'node:module';
import path from 'node:path';
import { expect, test } from '@playwright/test';

const root = path.resolve(import.meta.dirname, '../..');
const { hashed, seeds } = JSON.parse(readFileSync(path.join(root, 'test/fixtures/digits.json'), 'utf8'));

test('the digits are the same bytes, the first at once and 4,000 within three seconds', async ({ page }) => {
  await page.route('**/digits-here/**', (route) => {
    const { pathname } = new URL(route.request().url());
    const file = pathname.split('/digits-here/')[1];
    if (file === '') return route.fulfill({ contentType: 'text/html', body: '<title>Digits</title>' });
    const source = readFileSync(path.join(root, file), 'utf8');
    return route.fulfill({ contentType: 'text/javascript', body: stripTypeScriptTypes(source) });
  });
  await page.goto('digits-here/');
  for (const { seed, sha256 } of seeds) {
    const drawn = await page.evaluate(
      async ({ seed, count }) => {
        const module = new URL('src/data/digits.ts', location.href).href;
        const { digitSource, digits } = await import(module);
        const start = performance.now();
        digitSource(seed)(20);
        const first = performance.now() - start;
        digits({ count: 4000, seed });
        const all = performance.now() - start - first;
        const { images, labels } = digits({ count, seed });
        const bytes = new Uint8Array(images.length + labels.length);
        bytes.set(images);
        bytes.set(labels, images.length);
        const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
        const hex = Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('');
        return { first, all, hex };
      },
      { seed, count: hashed },
    );
    expect(drawn.hex).toBe(sha256);
    expect(drawn.first).toBeLessThan(1000);
    expect(drawn.all).toBeLessThan(3000);
  }
});
