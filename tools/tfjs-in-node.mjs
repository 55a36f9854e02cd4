/**
 * Lets Node import TensorFlow.js file by file, as the site's bundler does:
 * `node --import ./tools/tfjs-in-node.mjs src/cli.ts`. Vitest loads it too (vitest.config.ts).
 *
 * Left alone, Node takes each package's `main`, a CommonJS bundle with an engine of its own: not the one that the
 * files under `dist/` use, which we import kernel by kernel. Those files are ES modules, but Node cannot load them
 * as they are: they leave out extensions (`./engine`, or `./ops` for a folder), and tfjs-core's platform_node.js
 * calls `require`, which an ES module does not have. They also ask `seedrandom`, a CommonJS module, for an `alea` by name,
 * which Node does not see; a bundler does.
 */
import { createRequire, registerHooks } from 'node:module';

globalThis.require ??= createRequire(import.meta.url);

const isPackage = /^@tensorflow\/[^/]+$/;
const hasExtension = /\.(js|json|wasm)$/;
const seedrandom = 'data:text/javascript,export const { alea } = globalThis.require("seedrandom");';

registerHooks({
  resolve(specifier, context, next) {
    const byTfjs = context.parentURL?.includes('/node_modules/@tensorflow/');
    const withinTfjs = byTfjs && (specifier.startsWith('.') || specifier === 'seedrandom');
    if (!withinTfjs && !specifier.startsWith('@tensorflow/')) return next(specifier, context);
    if (specifier === 'seedrandom') return { url: seedrandom, format: 'module', shortCircuit: true };
    if (isPackage.test(specifier)) return next(`${specifier}/dist/index.js`, context);
    if (hasExtension.test(specifier)) return next(specifier, context);
    try {
      return next(`${specifier}.js`, context);
    } catch (error) {
      if (error.code !== 'ERR_MODULE_NOT_FOUND') throw error;
      return next(`${specifier}/index.js`, context);
    }
  },
});
