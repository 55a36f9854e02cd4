/** A small book for the tests: three chapters, two experiments, two sources; and its plugin run on a text. */

import { createProcessor } from '@mdx-js/mdx';
import remarkMath from 'remark-math';
import type { Book } from '../../src/book/book.ts';
import { readChapter } from '../../src/book/chapters.ts';
import type { ExperimentEntry } from '../../src/book/experiments.ts';
import { remarkBook } from '../../src/book/remark-book.ts';
import { componentName, type Node, walk } from '../../src/book/tree.ts';
import { defineExperiment } from '../../src/lab/experiment.ts';

export const file = 'content/chapters/02-signals.mdx';

export const front = `---
title: Signals
question: What is left of it?
description: Signals through layers.
---
`;

export function fakeExperiment(id: string, { law = 'he#half' }: { law?: string } = {}): ExperimentEntry {
  const experiment = defineExperiment({
    title: `The title of ${id}`,
    caption: '',
    law,
    controls: {},
    columns: { x: 'x' },
    key: ['x'],
    length: () => 1,
    async *run() {
      yield { x: 1 };
    },
    plot: () => [],
    summary: () => '',
    claims: {
      grows: {
        says: 'It grows.',
        measure: () => 0.561,
        within: () => ({ low: 0.52, high: 0.6 }),
        falseAlarm: 0,
      },
      fades: { says: 'It fades.', measure: () => 0, within: () => ({ low: 0, high: 1 }), falseAlarm: 0 },
    },
    quantities: { peak: () => 0.25 },
  });
  return {
    id,
    file: `src/experiments/${id}.ts`,
    experiment,
    source: `export default {\n  law: '${law}',\n};\n`,
    regions: [{ name: 'draw', from: 2, to: 3, text: 'draw();' }],
    recording: {
      experiment: id,
      params: {},
      seeds: [0, 1],
      backend: 'wasm',
      agreement: 0,
      versions: {},
      ms: 1,
      verdicts: [{ id: 'grows', holds: true, measured: 0.561, within: { low: 0.52, high: 0.6 } }],
      quantities: { peak: 0.25 },
      summary: 'all is well.',
      rows: [],
    },
  };
}

const he = `${front}
## The half

<Equation id="half">
$$ \\tfrac12 $$
</Equation>

<Experiment id="stack" />

<Experiment id="factor" />
`;

/** The book with `text` as its second chapter. */
export function bookWith(
  text: string,
  experiments = [fakeExperiment('stack'), fakeExperiment('factor')],
): Book {
  return {
    chapters: [
      readChapter(file, text),
      readChapter(
        'content/chapters/06-xavier.mdx',
        front.replace('Signals', 'Deriving Xavier').replace('\n---\n', '\ndraft: true\n---\n'),
      ),
      readChapter('content/chapters/07-he.mdx', he.replace('Signals', 'Deriving He')),
    ],
    experiments: new Map(experiments.map((entry) => [entry.id, entry])),
    sources: ['glorot2010', 'he2015'],
    ledger: { entries: [], problems: [] },
  };
}

/** Runs the plugin on a chapter's body and gives the tree that MDX goes on with. Rejects as a build would. */
export async function transform(body: string): Promise<{ tree: Node; cited: unknown }> {
  const book = bookWith(front + body);
  const [chapter] = book.chapters;
  const value = chapter?.source ?? '';
  const vfile = {
    path: `/somewhere/${file}`,
    value,
    data: {} as { astro?: { frontmatter?: Record<string, unknown> } },
  };
  const tree = createProcessor({ format: 'mdx', remarkPlugins: [remarkMath] }).parse(value) as Node;
  await remarkBook({ book: async () => book, base: '/book/' })(tree, vfile);
  return { tree, cited: vfile.data.astro?.frontmatter?.cited };
}

/** The message that a chapter's body fails with; empty when it passes. Lines count from the body's first. */
export async function failure(body: string): Promise<string> {
  const before = front.split('\n').length - 1;
  try {
    await transform(body);
    return '';
  } catch (error) {
    return (error as Error).message.replace(
      /mdx:(\d+)/g,
      (_, line: string) => `mdx:${Number(line) - before}`,
    );
  }
}

export function all(tree: Node, wanted: string): Node[] {
  const found: Node[] = [];
  walk(tree, (node) => {
    if (node.type === wanted || componentName(node) === wanted || node.data?.hName === wanted)
      found.push(node);
  });
  return found;
}
