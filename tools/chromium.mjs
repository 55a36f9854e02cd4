/**
 * Finds a Chromium for the tests in a browser, or installs one: CHROME_PATH, the system's, Playwright's if it is
 * there; otherwise Playwright's download, and where that fails, Debian's package.
 */
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/**
 * @returns {Promise<{ path: string, how: string }>} The executable, and one line on where it is from.
 * @throws Error that says what to do, when there is none and none can be installed.
 */
export async function findOrInstallChromium() {
  const chosen = process.env.CHROME_PATH;
  if (chosen) {
    const version = await versionOf(chosen);
    if (version) return { path: chosen, how: `${version}, ${chosen} (CHROME_PATH)` };
    throw new Error(`CHROME_PATH is ${chosen}, but no Chromium starts there. Correct it or unset it.`);
  }
  const found = (await ofTheSystem()) ?? (await ofPlaywright('already downloaded by Playwright'));
  if (found) return found;

  const download = await execute(process.execPath, [playwright, 'install', '--no-shell', 'chromium']);
  const downloaded = await ofPlaywright('downloaded by Playwright just now');
  if (downloaded) return downloaded;

  const refusal = await installDebianPackage();
  const installed = await ofTheSystem('installed with apt-get just now');
  if (installed) return installed;
  throw new Error(
    `No Chromium found, and none could be installed (Playwright's download: ${reasonIn(download.output)}; ` +
      `Debian's package: ${refusal ?? 'does not start'}). Install Chromium or Chrome, or set CHROME_PATH to one.`,
  );
}

const playwright = fileURLToPath(new URL('../node_modules/@playwright/test/cli.js', import.meta.url));

async function ofTheSystem(remark = 'the system’s') {
  for (const path of usualPlaces()) {
    const version = existsSync(path) && (await versionOf(path));
    if (version) return { path, how: `${version}, ${path} (${remark})` };
  }
}

function usualPlaces() {
  if (process.platform === 'darwin') {
    return ['/Applications', join(homedir(), 'Applications')].flatMap((folder) =>
      ['Google Chrome', 'Chromium'].map((name) => join(folder, `${name}.app/Contents/MacOS/${name}`)),
    );
  }
  if (process.platform === 'win32') {
    const { ProgramFiles, LOCALAPPDATA } = process.env;
    return [ProgramFiles, process.env['ProgramFiles(x86)'], LOCALAPPDATA]
      .filter(Boolean)
      .flatMap((folder) =>
        ['Google/Chrome/Application/chrome.exe', 'Chromium/Application/chrome.exe'].map((end) =>
          join(folder, end),
        ),
      );
  }
  const names = ['google-chrome-stable', 'google-chrome', 'chromium', 'chromium-browser'];
  const folders = (process.env.PATH ?? '').split(delimiter).filter(Boolean);
  return names.flatMap((name) => folders.map((folder) => join(folder, name)));
}

async function ofPlaywright(remark) {
  const { chromium } = await import('@playwright/test');
  const path = chromium.executablePath();
  const version = existsSync(path) && (await versionOf(path));
  if (version) return { path, how: `${version}, ${path} (${remark})` };
}

/** What the browser calls itself; undefined if it does not start (a stub, or system libraries are missing). */
async function versionOf(path) {
  // On Windows --version opens a window instead.
  if (process.platform === 'win32') return existsSync(path) ? 'Chromium' : undefined;
  const { output } = await execute(path, ['--version'], 20_000);
  return /^(?:Chromium|Google Chrome|HeadlessChrome).*\d/m.exec(output)?.[0].trim();
}

/** Returns why there was no installing it; needs root, or a sudo that asks for no password. */
async function installDebianPackage() {
  if (process.platform !== 'linux') return 'only on Linux';
  const isRoot = process.getuid() === 0;
  if (!isRoot && (await execute('sudo', ['-n', 'true'])).code !== 0) return 'needs root';
  const asRoot = [...(isRoot ? [] : ['sudo', '-n']), 'env', 'DEBIAN_FRONTEND=noninteractive', 'apt-get'];
  const aptGet = (...args) => execute(asRoot[0], [...asRoot.slice(1), ...args]);
  await aptGet('update');
  const { code, output } = await aptGet('install', '--yes', '--no-install-recommends', 'chromium');
  if (code !== 0) return reasonIn(output);
}

/** Runs a program to its end; a program that is missing counts as one that failed. */
function execute(command, args, milliseconds = 600_000) {
  return new Promise((settle) => {
    const child = spawn(command, args, {
      stdio: ['ignore', 'pipe', 'pipe'],
      signal: AbortSignal.timeout(milliseconds),
    });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (text) => (output += text));
    child.on('error', (error) => settle({ code: 1, output: error.message }));
    child.on('close', (code) => settle({ code, output }));
  });
}

function reasonIn(output) {
  const lines = output.split('\n').filter(Boolean);
  return lines.find((line) => /^(?:Error|E): /.test(line)) ?? lines.at(-1) ?? 'it failed without a word';
}
