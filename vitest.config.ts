/** Unit tests: everything in test/ but the tests in a browser. */
import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** The longest files first: what runs last and alone leaves the other cores idle. */
const longest = ['recordings', 'experiments', 'backends'].map((name) => `test/experiments/${name}.test.ts`);

class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]) {
    const place = ({ moduleId }: TestSpecification) => {
      const at = longest.findIndex((name) => moduleId.endsWith(name));
      return at < 0 ? longest.length : at;
    };
    return (await super.sort(files)).sort((a, b) => place(a) - place(b));
  }
}

export default defineConfig({
  resolve: {
    // Vite would take the CommonJS bundle of a tfjs package; see tools/tfjs-in-node.mjs.
    alias: [{ find: /^@tensorflow\/[^/]+$/, replacement: '$&/dist/index.js' }],
  },
  test: {
    include: ['test/**/*.test.ts'],
    pool: 'forks',
    // Vitest would leave one core free, which of two is half.
    maxWorkers: '100%',
    sequence: { sequencer: LongestFirst },
    execArgv: ['--import', './tools/tfjs-in-node.mjs'],
    // Loaded by Node itself, as the command line does; Vitest would transform each of their 500 files.
    server: { deps: { external: [/@tensorflow/] } },
    testTimeout: 60_000,
  },
});
