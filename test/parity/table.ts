/** What the page "Check it against your PyTorch" shows of the comparisons: a line for each thing and tolerance. */
import type { Agreement } from './agreement.ts';

export interface Line {
  of: string;
  cases: number;
  /** Compared one by one; the sums of all numbers are compared besides. */
  numbers: number;
  /** Cases in which no number differs in any bit. */
  equal: number;
  /** The largest deviation as a share of what is allowed, to two digits. */
  share: number;
  tolerance: string;
}

/** In the order in which things first come. */
export function tabulate(agreements: readonly Agreement[]): Line[] {
  const lines = new Map<string, Line>();
  for (const { of, numbers, share, tolerance } of agreements) {
    const key = `${of}\n${tolerance}`;
    const line = lines.get(key) ?? { of, cases: 0, numbers: 0, equal: 0, share: 0, tolerance };
    line.cases += 1;
    line.numbers += numbers;
    line.equal += share === 0 ? 1 : 0;
    // Two digits, rounded up: another engine's last bit must not change the table.
    line.share = Math.max(line.share, Math.ceil(share * 20) / 20);
    lines.set(key, line);
  }
  return [...lines.values()];
}
