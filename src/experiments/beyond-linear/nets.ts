/** Stacks that are not linear, for Xavier's rule and for larger gains, and the laws of two inputs in them. */
import { gradientLaws } from '../../math/gradient-laws.ts';
import { pairWalk } from '../../math/pair-walk.ts';
import { rmsLaw } from '../../math/rms-laws.ts';
import { signalLaws } from '../../math/signal-laws.ts';
import type { SkewedLaw } from '../../math/skewed-law.ts';

export interface CurvedNet {
  activation: 'tanh' | 'sigmoid';
  gain: number;
}

export interface CurvedSetting {
  width: number;
  depth: number;
  /** Of the two inputs. */
  correlation: number;
  /** Of the fourth net. */
  gain: number;
}

export const CURVED_NETS = ['tanh 1', 'tanh 5/3', 'sigmoid 1', 'sigmoid α'] as const;
export type CurvedName = (typeof CURVED_NETS)[number];

export function curvedNet(name: CurvedName, { gain }: Pick<CurvedSetting, 'gain'>): CurvedNet {
  const [activation, size] = name.split(' ');
  const gains: Record<string, number> = { 1: 1, '5/3': 5 / 3, α: gain };
  return { activation: activation as CurvedNet['activation'], gain: gains[size] };
}

export const curvedColumns = ['forward', 'difference', 'backward'] as const;
export type CurvedColumn = (typeof curvedColumns)[number];

/** Of log2 rms by layer, entries 0 … depth: of the signal, of (h - h~)/√2, and of the gradient. */
export type CurvedLaws = Record<CurvedColumn, SkewedLaw[]>;

/** They take some ten milliseconds a net, and rows, claims and further seeds ask for the same ones. */
const known = new Map<string, CurvedLaws>();

export function curvedLaws(name: CurvedName, setting: CurvedSetting): CurvedLaws {
  const { width, depth, correlation } = setting;
  const { activation, gain } = curvedNet(name, setting);
  const key = JSON.stringify([activation, gain, width, depth, correlation]);
  const found = known.get(key);
  if (found) return found;
  const stack = { activation, gain, width, depth };
  const signal = signalLaws(stack);
  const laws = {
    forward: signal.laws.map(rmsLaw),
    difference: pairWalk({ ...stack, correlation }).map(rmsLaw),
    backward: gradientLaws(stack, signal).map(rmsLaw),
  };
  known.set(key, laws);
  return laws;
}
