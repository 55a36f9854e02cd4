/** Whether an answer to an exercise is right, and which hint fits it if not. No DOM. */

export interface HintOf {
  /** The answer that it is for: a number, or the number of an option. */
  at?: number;
  /** Or the side that the answer is on. */
  side?: 'low' | 'high';
}

export interface Tolerance {
  size: number;
  /** Of the answer's own size. */
  relative: boolean;
}

/** Reads "2%" or "0.5"; undefined for anything else. */
export function readTolerance(text: string): Tolerance | undefined {
  const [, number, percent] = /^(\d+(?:\.\d+)?)(%?)$/.exec(text.trim()) ?? [];
  if (number === undefined) return undefined;
  return percent ? { size: Number(number) / 100, relative: true } : { size: Number(number), relative: false };
}

export type Judgement = 'right' | 'low' | 'high';

export function judgeNumber(value: number, answer: number, { size, relative }: Tolerance): Judgement {
  const room = relative ? size * Math.abs(answer) : size;
  // A number typed as the tolerance says it should not fail by the last bit.
  if (Math.abs(value - answer) <= room * (1 + 1e-9)) return 'right';
  return value < answer ? 'low' : 'high';
}

/** A curve is right where all of its points are; otherwise it lies on the side where most of the difference is. */
export function judgeCurve(
  drawn: readonly number[],
  answer: readonly number[],
  tolerance: Tolerance,
): Judgement {
  const judged = drawn.map((y, i) => judgeNumber(y, answer[i], tolerance));
  if (judged.every((one) => one === 'right')) return 'right';
  const difference = drawn.reduce((sum, y, i) => sum + y - answer[i], 0);
  return difference < 0 ? 'low' : 'high';
}

/** The hint for a wrong answer: the one made for it, else the one for its side. Its place in the list; -1 for none. */
export function hintFor(
  hints: readonly HintOf[],
  { value, side, tolerance }: { value?: number; side?: Judgement; tolerance?: Tolerance },
): number {
  const exact = hints.findIndex(
    ({ at }) =>
      at !== undefined &&
      value !== undefined &&
      (tolerance ? judgeNumber(value, at, tolerance) === 'right' : value === at),
  );
  return exact >= 0 ? exact : hints.findIndex((hint) => hint.side !== undefined && hint.side === side);
}
