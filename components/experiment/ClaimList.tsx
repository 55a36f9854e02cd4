/** The claims: what was recorded, what theory allows, and what the reader's own run gave. */
import type { Verdict } from '../../src/lab/claims.ts';
import { formatInterval, formatMeasured } from '../../src/lab/numbers.ts';

interface Props {
  recorded: Verdict[];
  live?: Verdict[];
}

export function ClaimList({ recorded, live }: Props) {
  return (
    <ul class="claims">
      {recorded.map((verdict) => (
        <li key={verdict.id}>
          <span class="says">
            <Mark holds={verdict.holds} /> {verdict.says}
          </span>
          <span class="recorded">
            recorded <Value verdict={verdict} />
          </span>
          {live
            ?.filter(({ id }) => id === verdict.id)
            .map((mine) => (
              <span class="live" key="live">
                your run <Mark holds={mine.holds} /> <Value verdict={mine} />
              </span>
            ))}
        </li>
      ))}
    </ul>
  );
}

function Mark({ holds }: { holds: boolean }) {
  return (
    <span class={holds ? 'holds' : 'broken'} role="img" aria-label={holds ? 'holds' : 'broken'}>
      {holds ? '✓' : '✗'}
    </span>
  );
}

function Value({ verdict: { measured, within, unit } }: { verdict: Verdict }) {
  const interval = formatInterval(within);
  return (
    <span class="value" title={unit}>
      {formatMeasured(measured, within)}
      {interval.startsWith('at ') ? ', ' : ' in '}
      {interval}
    </span>
  );
}
