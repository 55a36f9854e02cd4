/**
 * How a reader's click feels, measured on the built site in a real browser: `npm run bench-page [folder]`. It prints and
 * judges nothing: these numbers depend on the machine and on what else it does.
 *
 * For every experiment, from a cold page: milliseconds from the click to the first live plot and to the end, the longest
 * time the page was busy at a stretch, and how long Cancel took.
 */
import { chromium } from '@playwright/test';
import { findOrInstallChromium } from './chromium.mjs';
import { serve } from './serve.mjs';

const { url, close } = await serve({ folder: process.argv[2] ?? 'dist', port: 0 });
const { path: executablePath } = await findOrInstallChromium();
const browser = await chromium.launch({ executablePath });
console.log(
  'experiment'.padEnd(24),
  ...['first plot', 'end', 'busiest', 'cancel'].map((head) => head.padStart(11)),
);
for (const { href, ids } of await chapters()) {
  for (const id of ids) {
    const cold = await browser.newContext();
    const page = await cold.newPage();
    await page.goto(href, { waitUntil: 'networkidle' });
    const times = await page.evaluate(run, id);
    console.log(id.padEnd(24), ...times.map((ms) => `${Math.round(ms)} ms`.padStart(11)));
    await cold.close();
  }
}
await browser.close();
close();

/** The chapters and the experiments on them. */
async function chapters() {
  const page = await browser.newPage();
  await page.goto(url);
  const hrefs = await page.$$eval('nav a[href]', (links) => [
    ...new Set(links.map(({ href }) => href.split('#')[0])),
  ]);
  const found = [];
  for (const href of hrefs) {
    await page.goto(href);
    found.push({ href, ids: await page.$$eval('section.bench', (benches) => benches.map(({ id }) => id)) });
  }
  await page.close();
  return found;
}

/** Runs in the page. */
async function run(id) {
  const bench = document.getElementById(id);
  bench.scrollIntoView();
  const until = async (condition) => {
    while (!condition()) await new Promise((resolve) => setTimeout(resolve, 2));
    return performance.now();
  };
  await until(() => !bench.closest('astro-island').hasAttribute('ssr'));
  await new Promise((resolve) => setTimeout(resolve, 500));
  let busiest = 0;
  new PerformanceObserver((list) => {
    for (const { duration } of list.getEntries()) busiest = Math.max(busiest, duration);
  }).observe({ type: 'longtask' });
  const button = (start) =>
    [...bench.querySelectorAll('button')].find((each) => each.textContent.startsWith(start));

  const clicked = performance.now();
  button('Run').click();
  const first = await until(() => bench.querySelector('.live-figures svg'));
  const end = await until(() => bench.dataset.phase === 'done');
  await new Promise((resolve) => setTimeout(resolve, 300));

  // Without a seed there is one short run, over before it can be cancelled.
  const many = button('20 seeds');
  if (!many) return [first - clicked, end - clicked, busiest];
  many.click();
  await until(() => button('Cancel'));
  const asked = performance.now();
  button('Cancel').click();
  const stopped = await until(() => !['loading', 'running'].includes(bench.dataset.phase));
  return [first - clicked, end - clicked, busiest, stopped - asked];
}
