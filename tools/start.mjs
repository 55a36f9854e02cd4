/** `npm start`: builds the site and serves it. */
import { spawn } from 'node:child_process';

const build = spawn(process.execPath, ['node_modules/astro/bin/astro.mjs', 'build'], { stdio: 'inherit' });
const stop = (signal) => build.kill(signal);
process.on('SIGTERM', stop);
build.on('exit', async (code) => {
  process.off('SIGTERM', stop);
  if (code === 0) await import('./preview.mjs');
  else process.exitCode = code ?? 1;
});
