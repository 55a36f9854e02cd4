/**
 * The build's own account of what a click on Run loads, written as `costs.json` beside the pages: the Run button reads
 * its price from it, and the budget is checked against it.
 */
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import type { AstroIntegration } from 'astro';
import type { Plugin } from 'vite';

/** Gzipped bytes of each file, by experiment and backend. */
export type Costs = Record<string, Record<string, Record<string, number>>>;

interface Chunk {
  file: string;
  modules: string[];
  imports: string[];
}

const BACKENDS = ['webgpu', 'wasm', 'cpu'];

export function costs(): AstroIntegration {
  // The page and its worker are bundled apart, and share names but no files.
  const page: Chunk[] = [];
  const worker: Chunk[] = [];
  const binaries: string[] = [];
  return {
    name: 'costs',
    hooks: {
      'astro:config:setup': ({ updateConfig }) => {
        updateConfig({
          vite: {
            plugins: [note(page, binaries, 'client')],
            worker: { plugins: () => [note(worker, binaries)] },
          },
        });
      },
      'astro:build:done': async ({ dir, logger }) => {
        const account = await charge({ page, worker, binaries, dir: fileURLToPath(dir) });
        await writeFile(new URL('costs.json', dir), JSON.stringify(account));
        logger.info(`priced ${Object.keys(account).length} experiments`);
      },
    },
  };
}

function note(chunks: Chunk[], binaries: string[], environment?: string): Plugin {
  return {
    name: 'costs',
    generateBundle(_, bundle) {
      if (environment && this.environment?.name !== environment) return;
      for (const output of Object.values(bundle)) {
        if (output.type === 'chunk') {
          chunks.push({ file: output.fileName, modules: output.moduleIds, imports: output.imports });
        } else if (output.fileName.endsWith('.wasm')) {
          binaries.push(output.fileName);
        }
      }
    },
  };
}

interface Bundles {
  page: Chunk[];
  worker: Chunk[];
  binaries: string[];
  dir: string;
}

async function charge({ page, worker, binaries, dir }: Bundles): Promise<Costs> {
  const simd = binaries.filter((file) => file.includes('wasm-simd'));
  const before = new Set(filesOf(page, ['components/experiment/Bench.tsx']));
  const ids = page.flatMap(({ modules }) =>
    modules.flatMap((id) => id.match(/\/src\/experiments\/([^/]+)\.ts$/)?.[1] ?? []),
  );
  const account: Costs = {};
  for (const id of new Set(ids)) {
    account[id] = {};
    for (const backend of BACKENDS) {
      const files = [
        ...filesOf(page, [
          'components/experiment/live.ts',
          `src/experiments/${id}.ts`,
          `content/recordings/${id}.json`,
        ]),
        ...filesOf(worker, [
          'src/runtime/worker.ts',
          `src/runtime/backends/${backend}.ts`,
          `src/experiments/${id}.ts`,
          ...(backend === 'wasm' ? ['src/runtime/wasm-binaries.ts'] : []),
        ]),
        ...(backend === 'wasm' ? simd : []),
      ].filter((file) => !before.has(file));
      account[id][backend] = Object.fromEntries(
        await Promise.all(
          [...new Set(files)].map(async (file) => [file, await gzipped(path.join(dir, file))]),
        ),
      );
    }
  }
  return account;
}

/** The files of the chunks that hold these modules, with all that they import at once. */
function filesOf(chunks: Chunk[], modules: string[]): string[] {
  const byFile = new Map(chunks.map((chunk) => [chunk.file, chunk]));
  const found = new Set<string>();
  const visit = (file: string) => {
    if (found.has(file)) return;
    found.add(file);
    for (const next of byFile.get(file)?.imports ?? []) visit(next);
  };
  for (const module of modules) {
    const chunk = chunks.find((candidate) =>
      candidate.modules.some((id) => id.replace(/\?.*$/, '').endsWith(`/${module}`)),
    );
    if (!chunk) throw new Error(`costs: no chunk of the build holds ${module}`);
    visit(chunk.file);
  }
  return [...found];
}

async function gzipped(file: string): Promise<number> {
  return gzipSync(await readFile(file), { level: 9 }).length;
}
