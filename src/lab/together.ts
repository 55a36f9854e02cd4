/** A claim about several places at once: each has its interval, and the measured number is the largest share of the room in one. */
import { type Interval, shareOfRoom } from '../math/chernoff.ts';

const FALSE_ALARM = 1e-3;

/** What such a claim has besides what it says and measures. */
export const together = {
  within: () => ({ low: 0, high: 1 }),
  falseAlarm: FALSE_ALARM,
  unit: 'of the interval',
};

/**
 * The largest share. Bonferroni: the places may have anything in common.
 * @param intervalOf where the place's number lies but for a probability `falseAlarm`
 * @param drawnFor of the false alarms that are allowed, which share the intervals are drawn for: less than 1 where their tails
 *   are approximate
 */
export function worstShare<Place>(
  places: readonly Place[],
  measured: (place: Place) => number,
  intervalOf: (place: Place, falseAlarm: number) => Interval,
  drawnFor = 1,
): number {
  const falseAlarm = (drawnFor * FALSE_ALARM) / places.length;
  return Math.max(...places.map((place) => shareOfRoom(measured(place), intervalOf(place, falseAlarm))));
}
