/**
 * Serves a build the way GitHub Pages does: under the base path it was built for, `/one` redirected to `/one/`,
 * 404.html for what is not there. A library; the command is tools/preview.mjs.
 */
import { createReadStream, readFileSync, statSync } from 'node:fs';
import { createServer } from 'node:http';
import { connect } from 'node:net';
import { extname, join, resolve, sep } from 'node:path';

const types = {
  '.css': 'text/css; charset=utf-8',
  '.csv': 'text/csv; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.ico': 'image/x-icon',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.txt': 'text/plain; charset=utf-8',
  '.wasm': 'application/wasm',
  '.woff2': 'font/woff2',
  '.xml': 'application/xml',
};

/**
 * Serves `folder` on localhost, at `port` or the next free one (0: one that the system picks).
 * @param {{ folder?: string, port?: number }} [options]
 * @returns {Promise<{ url: string, close: () => void }>}
 * @throws Error when the folder holds no build.
 */
export async function serve({ folder = 'dist', port = 4321 } = {}) {
  const root = resolve(folder);
  const base = baseOf(root);
  const server = createServer((request, response) => {
    const { status, file, location } = answer(root, base, pathOf(request.url ?? '/'));
    if (location) return response.writeHead(status, { location }).end();
    if (!file)
      return response.writeHead(status, { 'content-type': types['.txt'] }).end(`The book: ${base}\n`);
    response.writeHead(status, {
      'cache-control': 'no-cache',
      'content-length': statSync(file).size,
      'content-type': types[extname(file)] ?? 'application/octet-stream',
    });
    if (request.method === 'HEAD') response.end();
    else createReadStream(file).pipe(response);
  });
  let free = port;
  while (free !== 0 && (await isTaken(free))) free += 1;
  if (free !== port) console.log(`Port ${port} is taken, so this is at ${free}.`);
  await new Promise((ready, fail) => server.once('error', fail).listen(free, 'localhost', ready));
  const close = () => {
    server.close();
    server.closeAllConnections();
  };
  return { url: `http://localhost:${server.address().port}${base}`, close };
}

/** The base path that the site in `root` was built for: where its pages look for their styles and scripts. */
function baseOf(root) {
  const home = join(root, 'index.html');
  if (!isFile(home)) throw new Error(`${root} holds no build (no index.html). Make one with: npm run build`);
  return /(?:href|src)="(\/(?:[^"]*\/)?)_astro\//.exec(readFileSync(home, 'utf8'))?.[1] ?? '/';
}

function pathOf(url) {
  const path = url.split(/[?#]/)[0];
  try {
    return decodeURIComponent(path).replaceAll('\0', '');
  } catch {
    return path;
  }
}

/** What to answer to a request for `path`: a file, another place, or neither. */
function answer(root, base, path) {
  if (`${path}/` === base) return { status: 301, location: base };
  const target = resolve(root, path.slice(base.length));
  if (!path.startsWith(base) || !(target + sep).startsWith(root + sep)) return { status: 404 };
  const page = join(target, 'index.html');
  if (path.endsWith('/')) {
    if (isFile(page)) return { status: 200, file: page };
  } else {
    if (isFile(target)) return { status: 200, file: target };
    if (isFile(page)) return { status: 301, location: `${encodeURI(path)}/` };
  }
  const missing = join(root, '404.html');
  return { status: 404, file: isFile(missing) ? missing : undefined };
}

function isFile(path) {
  return statSync(path, { throwIfNoEntry: false })?.isFile() ?? false;
}

/** Whether somebody answers at this port of localhost, be it on IPv4 or IPv6. */
function isTaken(port) {
  return new Promise((settle) => {
    const probe = connect({ port, host: 'localhost', autoSelectFamily: true });
    probe.once('error', () => settle(false));
    probe.once('connect', () => {
      probe.destroy();
      settle(true);
    });
  });
}
