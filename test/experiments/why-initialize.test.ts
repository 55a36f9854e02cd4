/** The experiments of the first chapter against their Python twins, run in real PyTorch. */
import { beforeAll, describe, expect, test } from 'vitest';
import gainDial from '../../src/experiments/gain-dial.ts';
import outcomeTable from '../../src/experiments/outcome-table.ts';
import startingPoint from '../../src/experiments/starting-point.ts';
import zeroInit from '../../src/experiments/zero-init.ts';
import { judge } from '../../src/lab/claims.ts';
import { defaultsOf } from '../../src/lab/controls.ts';
import type { AnyExperiment, Row } from '../../src/lab/experiment.ts';
import { startInNode } from '../../src/runtime/node.ts';
import gainDialCases from '../fixtures/gain-dial.json' with { type: 'json' };
import outcomeTableCases from '../fixtures/outcome-table.json' with { type: 'json' };
import startingPointCases from '../fixtures/starting-point.json' with { type: 'json' };
import zeroInitCases from '../fixtures/zero-init.json' with { type: 'json' };
import { collect } from './collect.ts';

beforeAll(async () => {
  await startInNode('wasm');
});

interface Case {
  options: { seed: number } & Record<string, unknown>;
  rows: (string | number | null)[][];
}

/** Runs an experiment as its twin was run. */
async function rowsFor(experiment: AnyExperiment, { options: { seed, ...params }, rows: wanted }: Case) {
  const rows = await collect(experiment, { ...defaultsOf(experiment.controls), ...params } as never, [seed]);
  expect(rows).toHaveLength(wanted.length);
  return rows.map((row, i) => [row, wanted[i]] as const);
}

const difference = (row: Row, column: string, wanted: unknown) =>
  Math.abs(Number(row[column]) - Number(wanted));

/**
 * Descent is a contraction near a minimum and stretches by 1 + ηL < 2 elsewhere; 2^-52 doubled in each of the twenty
 * steps that it may take to leave a top is 1e-9. The flat land leaves more: a part in 10^6.
 */
const LANDING = 1e-6;

describe('starting-point', () => {
  test.each(startingPointCases.cases as Case[])('$options', async (given) => {
    for (const [row, [landscape, start, to, loss]] of await rowsFor(startingPoint, given)) {
      expect(row).toMatchObject({ landscape, start });
      expect(difference(row, 'to', to)).toBeLessThan(LANDING);
      expect(difference(row, 'loss', loss)).toBeLessThan(LANDING);
    }
  });

  test('beyond 2/L the lemma is silent, and descent leaves its valley', async () => {
    const params = { rate: 6 };
    const rows = await collect(startingPoint, params, [1]);
    expect(judge(startingPoint.claims, rows as never[], params)).toEqual([]);
    expect(rows.some((row) => row.landscape === 'curve' && row.ends !== row.theory)).toBe(true);
  });
});

/**
 * The same draws bit for bit; sums in another order. A layer of width n errs by about sqrt(n) 2^-24 of its size, ten
 * layers by sqrt(10) times that: 5e-6 in log2. Tanh at a gain above one multiplies an error by its gain a layer at most,
 * but only where it is near 0; a hundred is more than enough.
 */
const BITS = { relu: 3e-5, tanh: 1e-3 };

describe('gain-dial', () => {
  test.each(gainDialCases.cases as Case[])('$options', async (given) => {
    const within = given.options.activation === 'tanh' ? BITS.tanh : BITS.relu;
    for (const [row, [gain, layers, forward, backward]] of await rowsFor(gainDial, given)) {
      expect(row).toMatchObject({ gain, layers });
      expect(difference(row, 'forward', forward)).toBeLessThan(within);
      expect(difference(row, 'backward', backward)).toBeLessThan(within);
    }
  });
});

describe('zero-init', () => {
  /** A few float32 roundings of numbers near 1, and a hundred steps that bring no two points further apart. */
  const ROUNDED = 3e-5;
  const columns = ['loss', 'hiddenWeight', 'hiddenBias', 'outputWeight', 'outputBias'];

  test.each(zeroInitCases.cases as Case[])('$options', async (given) => {
    for (const [row, [step, ...wanted]] of await rowsFor(zeroInit, given)) {
      expect(row.step).toBe(step);
      for (const [i, column] of columns.entries()) {
        expect(difference(row, column, wanted[i])).toBeLessThan(ROUNDED);
      }
    }
  });

  test('the note’s net with seed 0 has the gradient that PyTorch gave, and sigmoids are not silent', async () => {
    const defaults = defaultsOf(zeroInit.controls);
    const [first] = await collect(zeroInit, defaults, [0]);
    expect(Number(first.outputBias)).toBeCloseTo(0.22878754138946533, 6);
    expect([first.hiddenWeight, first.hiddenBias, first.outputWeight]).toEqual([0, 0, 0]);
    const awake = await collect(zeroInit, { ...defaults, activation: 'sigmoid' }, [0]);
    expect(awake.some((row) => Number(row.outputWeight) > 1e-3)).toBe(true);
    expect(awake.some((row) => Number(row.hiddenWeight) > 1e-6)).toBe(true);
  });
});

describe('outcome-table', () => {
  /** As in default-learns: what rounding makes of a loss in the first twenty steps of a steep descent. */
  const TOLERANCE = 1e-4;

  test.each(outcomeTableCases.cases as Case[])('$options', async (given) => {
    for (const [row, [start, step, loss]] of await rowsFor(outcomeTable, given)) {
      expect(row).toMatchObject({ start, step });
      // From a start that is too large the first step already throws the weights about.
      const steady = start === 'too large' ? 0 : 20;
      if (Number(step) <= steady)
        expect(Math.abs(Number(row.loss) / Number(loss) - 1)).toBeLessThan(TOLERANCE);
    }
  });

  test('what is counted at the defaults is claimed only there', () => {
    const defaults = defaultsOf(outcomeTable.controls);
    const { 'no-guarantee': counted, 'small-constant': constant } = outcomeTable.claims;
    expect(counted.applies?.(defaults)).toBe(true);
    expect(counted.applies?.({ ...defaults, depth: 4 })).toBe(false);
    expect(constant.applies?.(defaults)).toBe(true);
    expect(constant.applies?.({ ...defaults, small: 0.5 })).toBe(false);
    expect(constant.applies?.({ ...defaults, optimizer: 'adam' })).toBe(false);
  });
});
