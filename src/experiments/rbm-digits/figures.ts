/** The figures of `rbm-digits`: pictures, and what is watched while it learns. */
import { dots, type Figure, images, rule, run } from '../../lab/figure.ts';
import type { Pictures } from './looks.ts';
import { apart, behind, measured, type Rows } from './paths.ts';

/** The rows of pictures, from the top, and what they are called. */
const shown = {
  digits: 'held out',
  restored: 'restored',
  weights: 'weights',
  round1: '1 round',
  round10: '10 rounds',
  round100: '100 rounds',
} satisfies Record<keyof Pictures, string>;

/** A row of each kind; later pictures of the run replace those before. */
const picturesOf = (rows: Rows) =>
  Object.entries(shown).flatMap(([column, kind]) =>
    rows
      .filter(({ place }) => place > 0)
      .map((row) => ({ place: String(row.place), kind, picture: row[column as keyof Pictures] })),
  );

export function digitFigures(rows: Rows): Figure[] {
  const numbers = measured(rows).map((row) => ({ ...row, behind: behind(row), apart: apart(row) }));
  return [
    {
      title: 'Digits and how they are restored, weights of hidden units, and chains that began in noise',
      x: { label: 'image, hidden unit, chain', type: 'names' },
      y: { label: 'what is shown', type: 'names' },
      marks: [images(picturesOf(rows), { x: 'place', y: 'kind', image: 'picture' })],
    },
    {
      title: 'Pseudo-log-likelihood of held-out digits: all pixels, and estimated from some (dots)',
      x: { label: 'step' },
      y: { label: 'nats' },
      aspect: 0.4,
      marks: [dots(numbers, { x: 'step', y: 'pseudoDrawn' }), run(numbers, { x: 'step', y: 'pseudo' })],
    },
    {
      title: 'Free energy of noise above held-out digits',
      x: { label: 'step' },
      y: { label: 'nats' },
      aspect: 0.4,
      marks: [rule('y', 0, 'alike'), run(numbers, { x: 'step', y: 'apart' })],
    },
    {
      title: 'Free energy of held-out digits above those learned from',
      x: { label: 'step' },
      y: { label: 'nats' },
      aspect: 0.4,
      marks: [rule('y', 0, 'alike'), run(numbers, { x: 'step', y: 'behind' })],
    },
  ];
}
