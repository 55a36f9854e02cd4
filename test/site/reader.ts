/** What a reader does, in the words of the tests; and a page that is watched for errors while they do it. */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { test as base, expect, type Locator, type Page } from '@playwright/test';

export const chapter = 'vanishing-and-exploding/';

const root = path.resolve(import.meta.dirname, '../..');
const textsOf = (folder: string, ending: string) =>
  readdirSync(path.join(root, folder))
    .filter((name) => name.endsWith(ending))
    .sort()
    .map((name) => ({
      name: path.basename(name, ending),
      text: readFileSync(path.join(root, folder, name), 'utf8'),
    }));

/** An experiment stands in the chapter of its law. */
const places = textsOf('src/experiments', '.ts').map(({ name, text }) => ({
  id: name,
  slug: /\blaw: '([\w-]+)#/.exec(text)?.[1],
}));

/** The chapters that are written, with their experiments. */
export const chapters = textsOf('content/chapters', '.mdx')
  .filter(({ text }) => !/^draft: true$/m.test(text))
  .map(({ name }) => {
    const slug = name.replace(/^\d+-/, '');
    return { slug, experiments: places.filter((place) => place.slug === slug).map(({ id }) => id) };
  });

export const pages = [
  '',
  ...chapters.map(({ slug }) => `${slug}/`),
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

export const openChapter = (page: Page, slug: string, query = '') => page.goto(`${slug}/${query}`);

/** The bench of an experiment on the page that is open, ready to be used. */
export async function findBench(page: Page, id: string): Promise<Locator> {
  const bench = page.locator(`section#${id}`);
  await bench.scrollIntoViewIfNeeded();
  // Hydrated: the island has taken over the server's HTML.
  await expect(page.locator(`astro-island:has(section#${id})`)).not.toHaveAttribute('ssr', /.*/);
  return bench;
}

/** Opens the chapter that an experiment stands in, and finds its bench. */
export async function openBench(page: Page, id: string, query = ''): Promise<Locator> {
  const slug = places.find((place) => place.id === id)?.slug;
  if (slug === undefined) throw new Error(`there is no experiment ${id} with a law`);
  await openChapter(page, slug, query);
  return findBench(page, id);
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
