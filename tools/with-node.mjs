/**
 * Runs a program on a Node that is new enough: `node tools/with-node.mjs [node options] program [arguments]`.
 *
 * Astro 7 and TypeScript without a compile step need Node 22.18; readers may have 20, so this file itself must run
 * on 20. It takes the Node that runs npm if that will do, otherwise the one that npm has brought on Linux
 * (optionalDependencies in package.json), puts it first in PATH and passes signals and the exit code on.
 */
import { spawn, spawnSync } from 'node:child_process';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

// The packages that bring a Node link it as node_modules/.bin/node, which stands before the user's own in the PATH
// of npm's scripts. So process.execPath may be theirs; npm says which Node is the user's.
const own = process.env.npm_node_execpath ?? process.execPath;
const root = dirname(dirname(fileURLToPath(import.meta.url)));
const brought = join(root, 'node_modules', `node-linux-${process.arch}`, 'bin', 'node');

const node = [own, brought].find((path) => newEnough(versionOf(path)));
if (node) run(node, process.argv.slice(2));
else {
  console.error(
    `This needs Node 22.18 or newer (22, or 24 and up). Found: ${own}, ${versionOf(own) ?? 'which does not run'}; ` +
      `node_modules brings none for ${process.platform}-${process.arch}. ` +
      'Install one from https://nodejs.org, then run `npm ci` again.',
  );
  process.exitCode = 1;
}

/** What `path --version` says, such as 'v22.18.0'; undefined if it is missing or does not run on this system. */
function versionOf(path) {
  return spawnSync(path, ['--version'], { encoding: 'utf8' }).stdout?.trim() || undefined;
}

/** Early versions of 23 lack what we need, and its late ones are long out of support. */
function newEnough(version) {
  const [major, minor] = version?.slice(1).split('.').map(Number) ?? [0, 0];
  return major >= 24 || (major === 22 && minor >= 18);
}

function run(node, args) {
  process.env.PATH = dirname(node) + delimiter + process.env.PATH;
  process.env.ASTRO_TELEMETRY_DISABLED ??= '1';
  const child = spawn(node, args, { stdio: 'inherit' });
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'];
  for (const signal of signals) {
    // Ctrl-C in a terminal reaches the child without us; a second one would cut its tidying up short.
    process.on(signal, () => (signal === 'SIGINT' && process.stdin.isTTY) || child.kill(signal));
  }
  // Killing npm kills the shell between us and it, but nobody tells us.
  const parent = process.ppid;
  const watch = () => process.ppid !== parent && child.kill();
  if (process.env.npm_lifecycle_event) setInterval(watch, 500).unref();
  child.on('exit', (code, signal) => {
    for (const name of signals) process.removeAllListeners(name);
    if (signal) process.kill(process.pid, signal);
    else process.exitCode = code;
  });
}
