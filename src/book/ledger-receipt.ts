/** What a claim of the ledger rests on, in numbers: printed in the note, recorded here, allowed by theory. */

import type { AnyExperiment } from '../lab/experiment.ts';
import { formatInterval, formatMeasured, formatNumber } from '../lab/numbers.ts';
import type { Recording } from '../lab/recording.ts';
import { normalQuantile } from '../math/special.ts';

export interface LedgerReceipt {
  says: string;
  holds: boolean;
  recorded: string;
  seeds: number;
  theory: string;
  printed?: string;
  /** How many standard deviations the printed number is away from what theory expects. */
  z?: string;
}

/** @throws Error when the claim was not recorded: the checks of the book have seen to that. */
export function ledgerReceipt(
  claimId: string,
  { experiment, recording }: { experiment: AnyExperiment; recording: Recording },
  printed?: number,
): LedgerReceipt {
  const verdict = recording.verdicts.find(({ id }) => id === claimId);
  const claim = experiment.claims[claimId];
  if (!verdict || !claim) throw new Error(`${recording.experiment}/${claimId} is not recorded`);
  const { measured, within, holds } = verdict;
  const unit = claim.unit ? ` ${claim.unit}` : '';
  const half = (within.high - within.low) / 2;
  const sd = half / -normalQuantile(claim.falseAlarm / 2);
  const comparable = printed !== undefined && Number.isFinite(sd) && sd > 0;
  return {
    says: claim.says,
    holds,
    recorded: `${formatMeasured(measured, within)}${unit}`,
    seeds: recording.seeds.length,
    theory: formatInterval(within),
    ...(printed !== undefined && { printed: formatNumber(printed) }),
    ...(comparable && { z: formatNumber((printed - (within.low + half)) / sd, 2) }),
  };
}
