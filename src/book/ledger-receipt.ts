/** What a claim of the ledger rests on, in numbers: printed in the note, recorded here, allowed by theory. */

import type { Interval } from '../lab/claims.ts';
import type { Params } from '../lab/controls.ts';
import type { AnyExperiment } from '../lab/experiment.ts';
import { formatInterval, formatMeasured, formatNumber } from '../lab/numbers.ts';
import { type Recording, recordedAt } from '../lab/recording.ts';
import { normalQuantile } from '../math/special.ts';
import type { Evidence } from './ledger.ts';

export interface LedgerReceipt {
  says: string;
  holds: boolean;
  recorded: string;
  seeds: number;
  theory: string;
  printed?: string;
  /** How many standard deviations of one run the printed number is away from what theory expects. */
  z?: string;
}

/** What a claim allows a single run: a note prints one. */
export const oneRun = ({ claims }: AnyExperiment, claim: string, params: Params): Interval =>
  claims[claim].within(params, { seeds: 1 });

/** @throws Error when the claim was not recorded: the checks of the book have seen to that. */
export function ledgerReceipt(
  { claim: path, params = {}, printed }: Extract<Evidence, { claim: string }>,
  { experiment, recording }: { experiment: AnyExperiment; recording: Recording },
): LedgerReceipt {
  const claimId = path.split('/')[1];
  const recorded = recordedAt(recording, params);
  const verdict = recorded?.verdicts.find(({ id }) => id === claimId);
  const claim = experiment.claims[claimId];
  if (!recorded || !verdict || !claim) throw new Error(`${path} is not recorded`);
  const { measured, within, holds } = verdict;
  const unit = claim.unit ? ` ${claim.unit}` : '';
  return {
    says: claim.says,
    holds,
    recorded: `${formatMeasured(measured, within)}${unit}`,
    seeds: recorded.seeds.length,
    theory: formatInterval(within),
    ...(printed && {
      printed: `${formatNumber(printed.value)}, ${printed.what}`,
      z: scoreOf(
        printed.value,
        oneRun(experiment, claimId, { ...recording.params, ...params }),
        claim.falseAlarm,
      ),
    }),
  };
}

/** How many standard deviations away, for an interval that a normal variable leaves so often; nothing if it has no width. */
function scoreOf(value: number, { low, high }: Interval, falseAlarm: number): string | undefined {
  const sd = (high - low) / 2 / -normalQuantile(falseAlarm / 2);
  return Number.isFinite(sd) && sd > 0 ? formatNumber((value - (low + high) / 2) / sd, 2) : undefined;
}
