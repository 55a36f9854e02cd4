/** Four ways to start a deep net on digits: what each begins with, what it learns at, and what everything costs. */
import { HALF_PIXELS } from '../../data/shrink.ts';
import { denseLayout, type Layout } from '../../networks/layout.ts';
import { contrastiveCost, stepCost } from '../../networks/multiply-adds.ts';
import { adam, type Optimizer, sgd } from '../../networks/optimizers.ts';
import type { StartName } from '../../networks/starts.ts';

/** Images to learn from, of which some or all have their labels shown, and images held out. */
export const IMAGES = 4000;
export const HELD_OUT = 1000;
export const CLASSES = 10;
export const WIDTH = 100;
/** Labelled images a step; unlabelled ones a step of contrastive divergence. */
const BATCH = 100;
export const RBM_ROWS = 20;
/** Looks at a net, the first one aside. */
export const MARKS = 10;

/** In the order in which they run. */
export const ways = ['he', 'xavier', 'small', 'pre-trained'] as const;
export type Way = (typeof ways)[number];

/** The pre-trained net begins as the small one does. In this order they are drawn. */
export const startOf = {
  small: 'normal_ 0.01',
  xavier: 'xavier_normal_',
  he: 'kaiming_normal_',
} as const satisfies Record<string, StartName>;

export type Setting = {
  digits: 'drawn' | 'MNIST';
  few: number;
  hidden: number;
  passes: number;
  optimizer: 'sgd' | 'adam';
  steps: number;
};

/**
 * The best rates of those tried in rates.py, by the mean of what is right in the end with few labels and with all, over four
 * seeds that are not shown. Per cent right, few / all:
 *
 *   sgd   he           0.0125 59/96   0.025 59/95   0.05 59/97   0.1 59/96    0.2 24/95
 *         xavier       0.1 32/35      0.2 30/41     0.4 34/37    0.6 20/28
 *         small        0.1 9/10       0.4 10/10     1.6 12/10
 *         pre-trained  0.2 66/87      0.4 67/94     0.8 68/95    1.6 69/95
 *   adam  he           0.001 60/97    0.003 60/98   0.01 62/96   0.03 60/93
 *         xavier       0.003 56/83    0.01 59/93    0.03 53/91
 *         small        0.001 22/27    0.003 19/25   0.01 14/19
 *         pre-trained  0.003 69/90    0.01 69/96    0.03 67/95
 *   RBM                0.1 48/70      0.2 57/85     0.4 67/94    0.8 68/95    1.2 66/92
 *
 * Small weights under SGD are left with a rate that another sigmoid net takes well: at none of them do they learn.
 */
const rates = {
  sgd: { small: 0.4, 'pre-trained': 0.8, xavier: 0.4, he: 0.05 },
  adam: { small: 0.001, 'pre-trained': 0.01, xavier: 0.01, he: 0.003 },
} satisfies Record<string, Record<Way, number>>;
export const RBM_RATE = 0.8;

export const optimizerOf = (way: Way, { optimizer }: Pick<Setting, 'optimizer'>): Optimizer =>
  optimizer === 'sgd' ? sgd({ lr: rates.sgd[way], momentum: 0.9 }) : adam({ lr: rates.adam[way] });

export const layoutOf = (way: Way, { hidden }: Pick<Setting, 'hidden'>): Layout =>
  denseLayout({
    widths: [HALF_PIXELS, ...Array(hidden).fill(WIDTH), CLASSES],
    activation: way === 'he' ? 'relu' : 'sigmoid',
  });

/** Rows a step, of so many labelled images. */
export const rowsOf = (labels: number): number => Math.min(labels, BATCH);

/** Multiply-adds of pre-training as far as a layer: each pass over the images, and the images' way up to the next layer. */
export function pretrainingCost(
  setting: Pick<Setting, 'hidden' | 'passes'>,
  layers = setting.hidden,
): number {
  let sum = 0;
  for (const [i, { fan_in, fan_out }] of layoutOf('small', setting).layers.slice(0, layers).entries()) {
    sum += setting.passes * contrastiveCost({ visible: fan_in, hidden: fan_out }, IMAGES);
    if (i < setting.hidden - 1) sum += IMAGES * fan_in * fan_out;
  }
  return sum;
}

/** Multiply-adds of a step with labels. */
export const labelledCost = (setting: Pick<Setting, 'hidden'>, labels: number): number =>
  stepCost(layoutOf('small', setting), rowsOf(labels));

/** Steps with labels: as many as the same total allows, out of which the pre-trained net has paid its pre-training. */
export function stepsOf(way: Way, setting: Omit<Setting, 'digits' | 'optimizer'>, labels: number): number {
  const rest = setting.steps * labelledCost(setting, IMAGES);
  const paid = way === 'pre-trained' ? 0 : pretrainingCost(setting);
  return Math.floor((rest + paid) / labelledCost(setting, labels));
}

/** The steps at which a net of so many is looked at. */
export const marksOf = (steps: number): number[] =>
  Array.from({ length: MARKS + 1 }, (_, mark) => Math.floor((2 * mark * steps + MARKS) / (2 * MARKS)));

/** The labelled sets of a run. */
export const labelsOf = ({ few }: Pick<Setting, 'few'>): number[] => [few, IMAGES];
