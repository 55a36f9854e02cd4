/**
 * Prints what the built pages weigh, gzipped, and fails past the budget: `node tools/budget.mjs [folder]`.
 *
 * Before the first click a page may load 20 KB of JavaScript. Up to the first live plot, plot code included, a run on
 * wasm may load 420 KB and on webgpu 320 KB.
 */
import { existsSync, readdirSync, readFileSync, realpathSync } from 'node:fs';
import path from 'node:path';
import { gzipSync } from 'node:zlib';

export const BUDGET = { page: 20_000, wasm: 420_000, webgpu: 320_000 };

/** What each page and each experiment weighs, in bytes, with its limit. */
export function weigh(dist) {
  const pages = readdirSync(dist, { recursive: true })
    .filter((file) => file.endsWith('.html'))
    .map((file) => ({ name: `/${file}`, bytes: scriptsOf(dist, file), limit: BUDGET.page }));
  const heaviest = Math.max(...pages.map(({ bytes }) => bytes));
  const costs = JSON.parse(readFileSync(path.join(dist, 'costs.json'), 'utf8'));
  const runs = Object.entries(costs).flatMap(([id, backends]) =>
    ['wasm', 'webgpu'].map((backend) => ({
      name: `${id} on ${backend}`,
      bytes: heaviest + Object.values(backends[backend]).reduce((sum, bytes) => sum + bytes, 0),
      limit: BUDGET[backend],
    })),
  );
  return [...pages, ...runs];
}

/** Everything the page runs before a click: its scripts and its islands, with what they import. */
function scriptsOf(dist, file) {
  const html = readFileSync(path.join(dist, file), 'utf8');
  const urls = [
    ...html.matchAll(/(?:<script[^>]*\ssrc|component-url|renderer-url|before-hydration-url)="([^"]+)"/g),
  ];
  const found = new Set();
  const visit = (script) => {
    if (found.has(script) || !existsSync(script)) return;
    found.add(script);
    const imports = readFileSync(script, 'utf8').matchAll(
      /(?:^|[;}\s])(?:import|export)\b[^;'"()]*["'](\.[^"']+\.js)["']/g,
    );
    for (const [, next] of imports) visit(path.join(path.dirname(script), next));
  };
  for (const [, url] of urls) visit(path.join(dist, withoutBase(dist, url)));
  const inline = [...html.matchAll(/<script(?![^>]*\ssrc)[^>]*>([\s\S]*?)<\/script>/g)]
    .map(([, body]) => body)
    .join('');
  return [...found].reduce(
    (sum, script) => sum + gzipped(readFileSync(script)),
    inline ? gzipped(inline) : 0,
  );
}

/** A URL under the site's base path as a file of the build. */
function withoutBase(dist, url) {
  const parts = url.split('?')[0].split('/').filter(Boolean);
  while (parts.length > 1 && !existsSync(path.join(dist, ...parts))) parts.shift();
  return parts.join('/');
}

const gzipped = (content) => gzipSync(content, { level: 9 }).length;

if (realpathSync(process.argv[1] ?? '.') === import.meta.filename) {
  const rows = weigh(process.argv[2] ?? 'dist');
  for (const { name, bytes, limit } of rows) {
    const kb = (value) => `${(value / 1000).toFixed(1)} KB`.padStart(9);
    console.log(`${bytes > limit ? 'OVER' : 'ok  '} ${kb(bytes)} of ${kb(limit)}  ${name}`);
  }
  if (rows.some(({ bytes, limit }) => bytes > limit)) process.exitCode = 1;
}
