/** The figures of `rbm-exact`: five learners over their steps, those without chance as dashed lines. */
import { dots, type Figure, type Mark, rule, run, theory } from '../../lab/figure.ts';
import { type LearnerName, sampledNames } from '../../networks/pattern-learners.ts';
import { by, type Path } from './paths.ts';

/** Six figures, of the rows of all seeds; a dashed line is that of the first seed. */
export function learningFigures(rows: Path): Figure[] {
  const steps = Math.max(0, ...rows.map(({ step }) => step));
  const later = (path: Path) => path.filter(({ step }) => step >= steps / 3);
  const first = rows.filter(({ seed }) => seed === rows[0]?.seed);
  const [exact, smooth] = [by(first, 'exact'), by(first, 'expected CD-1')];
  const klUnder = (name: LearnerName, ...beside: Mark[]): Figure => ({
    title: `KL(data‖model) under ${name}`,
    x: { label: 'step' },
    y: { label: 'KL, nats', type: 'log' },
    marks: [
      theory(exact, { x: 'step', y: 'kl', label: 'exact' }),
      ...beside,
      run(by(rows, name), { x: 'step', y: 'kl' }),
    ],
  });
  return [
    klUnder('CD-1', theory(smooth, { x: 'step', y: 'kl', label: 'expected' })),
    {
      title: 'KL(data‖model) under expected CD-1, from a third of the way on',
      x: { label: 'step' },
      y: { label: 'KL, nats' },
      aspect: 0.4,
      marks: [run(later(by(rows, 'expected CD-1')), { x: 'step', y: 'kl' })],
    },
    {
      title: 'The reconstruction error under CD-1',
      x: { label: 'step' },
      y: { label: 'mean square, a pixel', type: 'log' },
      aspect: 0.4,
      marks: [
        theory(smooth, { x: 'step', y: 'reconstruction', label: 'expected' }),
        run(by(rows, 'CD-1'), { x: 'step', y: 'reconstruction' }),
      ],
    },
    {
      title: 'The angle to the gradient: expected CD-k (dashed), and CD-1 as it was drawn (dots)',
      x: { label: 'step' },
      y: { label: 'angle, degrees', domain: [0, 180] },
      marks: [
        rule('y', 90, 'neither down nor up'),
        ...sampledNames.map((name) => theory(by(first, name), { x: 'step', y: 'angleThere', label: name })),
        dots(by(rows, 'CD-1'), { x: 'step', y: 'angle' }),
      ],
    },
    { ...klUnder('CD-5'), aspect: 0.34 },
    { ...klUnder('CD-10'), aspect: 0.34 },
  ];
}
