/** Tests in a browser, on the built site: `npm run site` builds it for them, under a base path, into dist-test. */
import path from 'node:path';
import { defineConfig } from '@playwright/test';
import { findOrInstallChromium } from '../../tools/chromium.mjs';

const root = path.resolve(import.meta.dirname, '../..');
const { path: executablePath } = await findOrInstallChromium();
// Playwright's workers read this file too, and need not look again.
process.env.CHROME_PATH = executablePath;

export default defineConfig({
  testDir: '.',
  testMatch: '*.spec.ts',
  outputDir: path.join(root, 'test-results/site'),
  forbidOnly: process.env.CI === 'true',
  retries: 0,
  // Playwright would leave half of the cores free. No test measures time so finely that another may not run beside it.
  workers: '100%',
  fullyParallel: true,
  timeout: 60_000,
  expect: { timeout: 10_000 },
  reporter: 'list',
  use: {
    // The server picks a free port and prints where it is.
    baseURL: process.env.SITE_URL,
    screenshot: 'only-on-failure',
    launchOptions: {
      executablePath,
      // WebGPU on Chromium's software adapter. What else a test browser needs (no sandbox, which root cannot have; no
      // updates, sync or other background requests) Playwright sets itself.
      args: ['--enable-unsafe-webgpu'],
    },
  },
  projects: [{ name: 'chromium' }],
  webServer: {
    command: `"${process.execPath}" tools/preview.mjs dist-test 0`,
    cwd: root,
    wait: { stdout: /(?<site_url>http:\S+)/ },
    timeout: 30_000,
  },
});
