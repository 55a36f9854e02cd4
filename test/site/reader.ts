/** What a reader does, in the words of the tests; and a page that is watched for errors while they do it. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { test as base, expect, type Locator, type Page } from '@playwright/test';

export const chapter = 'vanishing-and-exploding/';
export const pages = [
  '',
  chapter,
  'pytorch-defaults/',
  'check/',
  'claims/',
  'sources/',
  'credits/',
  'no-such-page/',
];

/** A page on which any error, broken policy or request to elsewhere fails the test. */
export const test = base.extend<{ troubles: string[] }>({
  troubles: [
    async ({ page }, use) => {
      const troubles: string[] = [];
      page.on('console', (message) => {
        if (message.type() === 'error') troubles.push(message.text());
      });
      page.on('pageerror', (error) => troubles.push(String(error)));
      page.on('request', (request) => {
        const url = new URL(request.url());
        if (/^https?:$/.test(url.protocol) && url.hostname !== 'localhost' && url.hostname !== '127.0.0.1') {
          troubles.push(`request to ${url}`);
        }
      });
      await page.addInitScript(() => {
        addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI }) => {
          console.error(`policy: ${violatedDirective} blocked ${blockedURI}`);
        });
      });
      await use(troubles);
      expect(troubles).toEqual([]);
    },
    { auto: true },
  ],
});

export { expect };

/** An experiment stands in the chapter of its law. */
function pageOf(id: string): string {
  const file = path.resolve(import.meta.dirname, `../../src/experiments/${id}.ts`);
  const [, slug] = /\blaw: '([\w-]+)#/.exec(readFileSync(file, 'utf8')) ?? [];
  if (slug === undefined) throw new Error(`${file} names no law`);
  return `${slug}/`;
}

export async function openBench(page: Page, id: string, query = ''): Promise<Locator> {
  await page.goto(`${pageOf(id)}${query}`);
  const bench = page.locator(`section#${id}`);
  await bench.scrollIntoViewIfNeeded();
  // Hydrated: the island has taken over the server's HTML.
  await expect(page.locator(`astro-island:has(section#${id})`)).not.toHaveAttribute('ssr', /.*/);
  return bench;
}

export const click = (bench: Locator, name: string | RegExp) => bench.getByRole('button', { name }).click();

export async function finish(bench: Locator, phase = 'done', timeout = 45_000): Promise<void> {
  await expect(bench).toHaveAttribute('data-phase', phase, { timeout });
}

/** Tensors alive in the page's worker, from tfjs's own books. */
export async function tensorsIn(page: Page): Promise<number> {
  const [worker] = page.workers();
  return worker.evaluate(() => {
    const { _tfengine } = globalThis as unknown as { _tfengine: { state: { numTensors: number } } };
    return _tfengine.state.numTensors;
  });
}
