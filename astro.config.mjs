import { unified } from '@astrojs/markdown-remark';
import mdx from '@astrojs/mdx';
import preact from '@astrojs/preact';
import { defineConfig } from 'astro/config';
import rehypeKatex from 'rehype-katex';
import remarkMath from 'remark-math';
import { bookKeeper } from './src/book/book.ts';
import { costs } from './src/book/costs.ts';
import { bookIntegration } from './src/book/integration.ts';
import { macros } from './src/book/macros.ts';
import { mnistIntegration } from './src/book/mnist.ts';
import { remarkBook } from './src/book/remark-book.ts';
import { woff2Only } from './src/book/vite-fonts.ts';

const { BASE_PATH = '/', OUT_DIR = 'dist', SITE } = process.env;

/** "book", "/book" and "/book/" all mean /book/. */
const base = `/${BASE_PATH.split('/').filter(Boolean).join('/')}/`.replace('//', '/');
const book = bookKeeper();

export default defineConfig({
  base,
  outDir: OUT_DIR,
  ...(SITE ? { site: SITE } : {}),
  // Every page is a folder with an index.html and every link ends in a slash: no file server needs a rule.
  trailingSlash: 'always',
  build: {
    format: 'directory',
    // The hash of an inlined scoped style does not match the one in the policy.
    inlineStylesheets: 'never',
  },
  // Integrations run in this order; one that measures the built files comes last.
  integrations: [
    bookIntegration({ book }),
    mnistIntegration(),
    mdx({
      syntaxHighlight: { type: 'shiki', excludeLangs: ['math'] },
      shikiConfig: { theme: 'css-variables' },
    }),
    preact(),
    costs(),
  ],
  markdown: {
    processor: unified({
      remarkPlugins: [remarkMath, [remarkBook, { book, base }]],
      rehypePlugins: [[rehypeKatex, { macros: { ...macros }, throwOnError: true, strict: 'error' }]],
    }),
    // Highlighting is asked for in mdx() above, where Astro does not warn of its style attributes: the policy has them.
    syntaxHighlight: false,
  },
  security: {
    csp: {
      directives: [
        "default-src 'self'",
        "connect-src 'self'",
        "font-src 'self'",
        "img-src 'self' data:",
        "worker-src 'self'",
        "object-src 'none'",
        "base-uri 'self'",
        "form-action 'self'",
      ],
      scriptDirective: {
        // tfjs-backend-wasm compiles WebAssembly.
        resources: ["'self'", "'wasm-unsafe-eval'"],
      },
      styleDirective: {
        // KaTeX and Shiki position and colour by style attributes; style elements stay forbidden.
        resources: [{ resource: "'unsafe-inline'", kind: 'attribute' }],
        // The one <style> that Observable Plot puts into each figure (class plot-d6a7b5).
        hashes: ['sha256-jSYQUrW7J0b3jPqhZP9C2Xh1PyJKHKXd4s0fpGGKrww='],
      },
    },
  },
  vite: {
    plugins: [woff2Only()],
    build: {
      target: 'es2022',
      // Fonts as data: URLs would need a hole in the policy.
      assetsInlineLimit: 0,
      rolldownOptions: {
        // Astro marks every MDX module with a directive that the bundler does not know and does not need to.
        onLog(level, log, handle) {
          if (log.code !== 'MODULE_LEVEL_DIRECTIVE' || !log.message.includes('astro:head-inject'))
            handle(level, log);
        },
      },
    },
    // Preact in one file: every page with an experiment needs all three parts of it at once.
    environments: {
      client: {
        build: {
          rolldownOptions: {
            output: {
              codeSplitting: { groups: [{ name: 'preact', test: /[\\/]node_modules[\\/]preact[\\/]/ }] },
            },
          },
        },
      },
    },
    // Workers load their backend by import(), which a classic worker cannot.
    worker: { format: 'es' },
  },
});
