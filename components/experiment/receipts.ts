/** The receipts beside a derivation's lines lie outside the island: the live values are written into them. */
import type { Verdict } from '../../src/lab/claims.ts';
import { formatMeasured } from '../../src/lab/numbers.ts';

export function showReceipts(experiment: string, verdicts: readonly Verdict[]): void {
  for (const { id, holds, measured, within } of verdicts) {
    for (const receipt of document.querySelectorAll(`[data-receipt="${experiment}/${id}"]`)) {
      receipt.textContent = `your run ${holds ? '✓' : '✗'} ${formatMeasured(measured, within)}`;
    }
  }
}
