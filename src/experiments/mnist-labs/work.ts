/** What a net of the labs costs. */
import { BATCH } from './images.ts';
import { ASKED, lookCount } from './learning.ts';
import { type LabNet, labNets, multiplications } from './nets.ts';

/** Multiplications of the steps, and of the looks, which only go forward. */
export const workOf = (net: LabNet, steps: number): number =>
  steps * BATCH * multiplications(labNets[net]) + lookCount(steps) * ASKED * labNets[net].size;

/** How many steps of the shallow net cost as much as one of the deep. */
export const priceOfDepth = multiplications(labNets.deep) / multiplications(labNets.shallow);
