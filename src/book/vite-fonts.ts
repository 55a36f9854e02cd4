/** Ships fonts as WOFF2 only: KaTeX's stylesheet also names WOFF and TrueType, for browsers that have no WebAssembly. */

import type { Plugin } from 'vite';

export function woff2Only(): Plugin {
  return {
    name: 'book:woff2-only',
    enforce: 'pre',
    transform(code, id) {
      if (!/\/katex\/.*\.css/.test(id)) return undefined;
      return code.replace(/,\s*url\([^)]*\.(?:woff|ttf)\)\s*format\(["'][^"']*["']\)/g, '');
    },
  };
}
