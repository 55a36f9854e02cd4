/** The figures of `rbm-as-printed`: the machines in pictures, and their two errors over the steps. */
import { barsAndStripes } from '../../data/bars-and-stripes.ts';
import { dots, type Figure, images, rule, run, theory } from '../../lab/figure.ts';
import { by, type Path } from './paths.ts';
import { imagesPicture, SIDE } from './pictures.ts';

/** @param nothing the KL of a machine that gives all images the same probability */
export function machineFigures(rows: Path, nothing: number): Figure[] {
  const first = by(rows, 'autoencoder').filter(({ seed }) => seed === rows[0]?.seed);
  return [
    {
      title: 'The machines in pictures, where they stand',
      x: { label: 'what is shown', type: 'names' },
      y: { label: 'machine', type: 'names' },
      marks: [images(picturesOf(rows), { x: 'place', y: 'machine', image: 'picture' })],
    },
    {
      title:
        'KL(data‖model) of the weights, read as a Boltzmann machine’s: RBM, and the autoencoder (dashed)',
      x: { label: 'step' },
      y: { label: 'KL, nats' },
      marks: [
        rule('y', nothing, 'knows nothing'),
        theory(first, { x: 'step', y: 'kl', label: 'autoencoder' }),
        run(by(rows, 'RBM'), { x: 'step', y: 'kl' }),
      ],
    },
    {
      title: 'The restoring error: the autoencoder, and the RBM (dots)',
      x: { label: 'step' },
      y: { label: 'mean square, a pixel', type: 'log' },
      aspect: 0.4,
      marks: [
        rule('y', 0.25, 'as printed'),
        dots(by(rows, 'RBM'), { x: 'step', y: 'loss' }),
        run(by(rows, 'autoencoder'), { x: 'step', y: 'loss' }),
      ],
    },
  ];
}

/** One place a picture: later rows replace those before. */
function picturesOf(rows: Path) {
  const shown = rows.filter(({ weights }) => weights !== '');
  const places = { weights: 'weights', restored: 'restored', drawn: 'drawn' } as const;
  const own = shown.flatMap((row) =>
    Object.entries(places).map(([place, column]) => ({
      machine: row.machine as string,
      place,
      picture: row[column],
    })),
  );
  const data = { machine: 'data', place: 'restored', picture: imagesPicture(barsAndStripes(SIDE)) };
  return shown.length > 0 ? [...own, data] : [];
}
