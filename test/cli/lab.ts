/** The command line as a program sees it. */
import { spawnSync } from 'node:child_process';
import path from 'node:path';

const root = path.resolve(import.meta.dirname, '../..');

export function lab(...args: string[]) {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ['--import', './tools/tfjs-in-node.mjs', 'src/cli.ts', ...args],
    { cwd: root, encoding: 'utf8', maxBuffer: 1 << 28 },
  );
  return { status, stdout, stderr, lines: stdout.split('\n').filter(Boolean) };
}
