/**
 * `npm test`: every check, or the named ones: `npm test -- lint types`. What follows the names goes to the last of
 * them: `npm test -- build site --grep cancel`.
 *
 * For two cores: the unit tests run beside the quick checks and the build, then the tests in the browser, one on each
 * core. A failure does not stop the others, so that one run shows them all.
 */
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { findOrInstallChromium } from './chromium.mjs';

const program = (path, ...args) => [process.execPath, `node_modules/${path}`, ...args];
const astro = 'astro/bin/astro.mjs';
// The checks write to pipes; whether their output ends in a terminal only we know.
const { NO_COLOR, FORCE_COLOR } = process.env;
const colors = !NO_COLOR && (FORCE_COLOR || process.stdout.isTTY) ? 'force' : 'off';
const colorEnv = colors === 'force' ? { FORCE_COLOR: '1' } : { NO_COLOR: '1' };
const unitReport = 'test-results/units.json';
const siteReport = 'test-results/site.json';

/** A check that `streams` shows its output as it comes; the others show theirs when they fail. */
const checks = {
  chromium: { work: async () => (await findOrInstallChromium()).how },
  lint: {
    commands: [program('@biomejs/biome/bin/biome', 'ci', '--error-on-warnings', `--colors=${colors}`)],
  },
  // astro check writes the types of the content, which tsc needs.
  types: { commands: [program(astro, 'check'), program('typescript/bin/tsc', '--noEmit')] },
  build: {
    commands: [program(astro, 'build')],
    env: { BASE_PATH: '/before-the-first-step/', OUT_DIR: 'dist-test' },
  },
  units: {
    commands: [
      program(
        'vitest/vitest.mjs',
        'run',
        '--reporter=default',
        '--reporter=json',
        `--outputFile=${unitReport}`,
      ),
    ],
    streams: true,
    report: unitReport,
    count: ({ numPassedTests, numFailedTests, numPendingTests, numTodoTests }) => ({
      passed: numPassedTests,
      failed: numFailedTests,
      skipped: numPendingTests + numTodoTests,
    }),
  },
  site: {
    needs: ['chromium', 'build'],
    commands: [
      program(
        '@playwright/test/cli.js',
        'test',
        '--config=test/site/playwright.config.ts',
        '--reporter=list,json',
      ),
    ],
    // It sets FORCE_COLOR for its workers, and Node warns of the two together.
    env: { PLAYWRIGHT_JSON_OUTPUT_FILE: siteReport, NO_COLOR: undefined },
    streams: true,
    report: siteReport,
    count: ({ stats: { expected, unexpected, flaky, skipped } }) => ({
      passed: expected,
      failed: unexpected + flaky,
      skipped,
    }),
  },
};
const names = Object.keys(checks);

const words = process.argv.slice(2);
const end = words.findLastIndex((word) => names.includes(word)) + 1;
const [wanted, extra] = [words.slice(0, end), words.slice(end)];
const unknown = (end === 0 ? extra : wanted).find((word) => !names.includes(word));
if (unknown) {
  console.error(`No check is called ${unknown}; there are: ${names.join(', ')}.`);
  process.exit(2);
}

mkdirSync('test-results', { recursive: true });
for (const report of [unitReport, siteReport]) rmSync(report, { force: true });

const running = new Set();
let stopped = false;
for (const signal of ['SIGINT', 'SIGTERM']) {
  process.on(signal, () => {
    stopped = true;
    // Playwright tidies up (its browser, its server) on SIGINT only.
    for (const child of running) child.kill('SIGINT');
  });
}

const total = { passed: 0, failed: 0, skipped: 0 };
const failed = new Set();
await Promise.all([inTurn('chromium', 'lint', 'types', 'build'), inTurn('units')]);
await inTurn('site');
console.log(
  `${total.passed} passed, ${total.failed} failed${total.skipped ? `, ${total.skipped} skipped` : ''}`,
);
process.exitCode = failed.size > 0 ? 1 : 0;

async function inTurn(...chosen) {
  for (const name of chosen) {
    if (!stopped && (wanted.length === 0 || wanted.includes(name))) await perform(name, checks[name]);
  }
}

/** Runs a check, prints how it ended, and adds its tests to the total. */
async function perform(name, { needs = [], report, count, work, ...step }) {
  const began = performance.now();
  const missing = needs.filter((need) => failed.has(need));
  const { ok, output } =
    missing.length > 0
      ? { ok: false, output: `not run, for want of ${missing.join(' and ')}` }
      : await (work ? attempt(work) : runAll(step, name === wanted.at(-1) ? extra : []));
  const tests = { passed: 0, failed: 0, skipped: 0 };
  if (report && existsSync(report)) Object.assign(tests, count(JSON.parse(readFileSync(report, 'utf8'))));
  // A check that fails without a failed test, such as a type error or a broken build, counts as one.
  if (!ok && tests.failed === 0) tests.failed = 1;
  for (const key of Object.keys(total)) total[key] += tests[key];
  if (!ok) failed.add(name);
  const seconds = ((performance.now() - began) / 1000).toFixed(1);
  console.log(`${ok ? 'ok    ' : 'FAILED'} ${name} (${seconds} s)`);
  if (output && (work || !ok)) console.log(output.trim());
}

async function attempt(work) {
  try {
    return { ok: true, output: await work() };
  } catch (error) {
    return { ok: false, output: error.message };
  }
}

/** Runs the commands one after the other, up to the first that fails; `extra` goes to the last. */
async function runAll({ commands, env, streams }, extra) {
  let output = '';
  for (const command of commands) {
    const result = await run(command === commands.at(-1) ? [...command, ...extra] : command, env, streams);
    output += result.output;
    if (!result.ok) return { ok: false, output };
  }
  return { ok: true, output };
}

function run([file, ...args], env, streams) {
  return new Promise((settle) => {
    const child = spawn(file, args, {
      env: { ...process.env, ...colorEnv, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    running.add(child);
    let output = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (text) => {
        if (streams) process.stdout.write(text);
        else output += text;
      });
    }
    child.on('close', (code) => {
      running.delete(child);
      settle({ ok: code === 0, output });
    });
  });
}
