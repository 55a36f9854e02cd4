/** The figures of `dbn-pretraining`. */
import { cells, dots, expected, type Figure, images, rule, run, stretch } from '../../lab/figure.ts';
import { mean } from '../../math/statistics.ts';
import { IMAGES, labelledCost, labelsOf, pretrainingCost, type Setting, ways } from './plan.ts';
import { curveOf, firstOf, lastOf, type Rows } from './rows.ts';

const GIGA = 1e9;

const names = {
  he: 'He, ReLU',
  xavier: 'Xavier, sigmoid',
  small: 'small weights, sigmoid',
  'pre-trained': 'pre-trained, sigmoid',
} as const;

export function pretrainingFigures(rows: Rows, setting: Setting): Figure[] {
  const paid = pretrainingCost(setting) / GIGA;
  const total = paid + (setting.steps * labelledCost(setting, IMAGES)) / GIGA;
  const percent = (points: Rows) => points.map((row) => ({ ...row, percent: 100 * row.right }));
  const byPrice = { x: 'spent', y: 'percent' } as const;
  return [
    ...ways.map(
      (way): Figure => ({
        title: `${names[way]}: digits right, with all labels (line) and with ${setting.few} (dots)`,
        x: { label: 'multiply-adds, 10⁹', domain: [0, total] },
        y: { label: 'per cent right', domain: [0, 100] },
        aspect: 0.34,
        marks: [
          ...(way === 'pre-trained' ? [stretch({ from: 0, to: paid, label: 'pre-training' })] : []),
          rule('y', 10, 'chance'),
          run(percent(curveOf(rows, way, IMAGES)), byPrice),
          dots(percent(curveOf(rows, way, setting.few)), byPrice),
        ],
      }),
    ),
    {
      title: 'Digits right in the end, in per cent',
      x: { label: 'labelled images', type: 'names' },
      y: { label: 'start', type: 'names' },
      marks: [
        cells(
          ways.flatMap((way) =>
            labelsOf(setting).flatMap((labels) => {
              const last = lastOf(rows, way, labels).map(({ right }) => 100 * right);
              return last.length === 0 ? [] : [{ way: names[way], labels: `${labels}`, percent: mean(last) }];
            }),
          ),
          { x: 'labels', y: 'way', value: 'percent' },
        ),
      ],
    },
    {
      title: 'The gradient at layer 1 before the first step with labels',
      x: { label: 'log₁₀ rms of a logit’s gradient' },
      y: { label: 'start', type: 'names' },
      aspect: 0.3,
      marks: [
        expected(
          gradients(rows).filter(({ predicted }) => Number.isFinite(predicted)),
          { x: 'predicted', y: 'way', label: 'predicted' },
        ),
        dots(gradients(rows), { x: 'measured', y: 'way' }),
      ],
    },
    {
      title: 'What eight units of the first layer look for: ink is wanted, white unwanted',
      x: { label: 'hidden unit', type: 'names' },
      y: { label: 'weights', type: 'names' },
      marks: [
        images(
          rows
            .filter(({ unit, seed }) => unit !== '' && seed === rows[0].seed)
            .map((row) => ({
              ...row,
              weights:
                row.way === 'he' ? 'He, in the end' : row.stage === 'images' ? 'pre-trained' : 'in the end',
            })),
          { x: 'unit', y: 'weights', image: 'picture' },
        ),
      ],
    },
  ];
}

const gradients = (rows: Rows) =>
  ways.flatMap((way) =>
    firstOf(rows, way).map(({ gradient, gradientPredicted }) => ({
      way: names[way],
      measured: Math.log10(gradient),
      predicted: Math.log10(gradientPredicted),
    })),
  );
