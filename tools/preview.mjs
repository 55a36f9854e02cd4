/** Serves a build as it will be served once deployed: `node tools/preview.mjs [folder] [port]`. */
import { serve } from './serve.mjs';

const [folder, port = '4321'] = process.argv.slice(2);
try {
  const { url } = await serve({ folder, port: Number(port) });
  console.log(`Before the First Step: ${url} (Ctrl-C stops it)`);
} catch (error) {
  console.error(error.message);
  process.exitCode = 1;
}
