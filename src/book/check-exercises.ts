/** Checks of exercises: an answer that a machine can judge, and hints for answers that are wrong. */

import { readParams } from '../lab/controls.ts';
import type { Recording } from '../lab/recording.ts';
import type { Book } from './book.ts';
import { judgeNumber, readTolerance } from './judge-answer.ts';
import { recordedCurve } from './recorded-curve.ts';
import { quote, verdictOf } from './recordings.ts';
import { componentName, type Node, propOf, walk } from './tree.ts';

interface Hint {
  at?: string;
  side?: string;
}

interface Exercise {
  node: Node;
  recording: Recording;
  hints: Hint[];
}

/** What is wrong with an exercise, in sentences. Its properties have passed their own checks. */
export function checkExercise(node: Node, book: Book): string[] {
  const entry = book.experiments.get(propOf(node, 'of') ?? '');
  // What the answer stands on has a check of its own.
  if (!entry?.recording || !isRecorded(node, entry.recording)) return [];
  const hints = childrenOf(node, 'Hint').map((hint) => ({
    at: propOf(hint, 'at'),
    side: propOf(hint, 'side'),
  }));
  const exercise = { node, hints, recording: entry.recording };
  const wrong: string[] = [];
  if (childrenOf(node, 'Answer').length !== 1) wrong.push('holds exactly one <Answer>');
  if (hints.length === 0) wrong.push('needs a <Hint> for a wrong answer that one could give');
  if (hints.some(({ at, side }) => (at === undefined) === (side === undefined))) {
    wrong.push('a <Hint> says which answer it is for: at="…", or side="low" or side="high"');
  }
  const checkKind =
    propOf(node, 'right') !== undefined
      ? checkChoice
      : propOf(node, 'curve') !== undefined
        ? checkCurve
        : checkNumber;
  return [...wrong, ...checkRun(node, entry.experiment.controls), ...checkKind(exercise)];
}

function isRecorded(node: Node, { verdicts, quantities }: Recording): boolean {
  const [claim, quantity] = [propOf(node, 'claim'), propOf(node, 'quantity')];
  if (claim !== undefined) return verdicts.some(({ id }) => id === claim);
  return quantity === undefined || quantity in quantities;
}

function checkRun(node: Node, controls: Parameters<typeof readParams>[0]): string[] {
  const run = Object.fromEntries(new URLSearchParams(propOf(node, 'run') ?? ''));
  const strange = Object.keys(run).filter((name) => !(name in controls));
  return [
    ...strange.map(
      (name) => `run: there is no control "${name}"; there are ${Object.keys(controls).join(', ')}`,
    ),
    ...readParams(controls, run).problems.map((problem) => `run: ${problem}`),
  ];
}

function checkChoice({ node, recording, hints }: Exercise): string[] {
  const right = propOf(node, 'right') ?? '';
  const claim = propOf(node, 'claim');
  const list = node.children?.find(({ type }) => type === 'list');
  const options = (list?.children ?? []).map((_, i) => String(i + 1));
  const wrong: string[] = [];
  if (options.length < 2 || !options.includes(right)) {
    wrong.push(`right="${right}" names an option of the list below the question; here are ${options.length}`);
  }
  for (const option of options) {
    if (option !== right && !hints.some(({ at }) => at === option)) {
      wrong.push(`option ${option} is wrong and has no <Hint at="${option}">`);
    }
  }
  if (claim === undefined) wrong.push('a choice stands on a claim="…" of its experiment');
  else if (!verdictOf(recording, claim).holds)
    wrong.push(`the claim "${claim}" did not hold when it was recorded`);
  return wrong;
}

function checkCurve({ node, recording }: Exercise): string[] {
  const points = recordedCurve(recording, {
    column: propOf(node, 'curve') ?? '',
    by: propOf(node, 'by') ?? '',
    where: propOf(node, 'where'),
  });
  const [from, to] = [Number(propOf(node, 'from')), Number(propOf(node, 'to'))];
  const wrong = needsTolerance(node);
  if (points.length < 2 || points.length > 12)
    wrong.push(`a curve has 2 to 12 places; here are ${points.length}`);
  if (points.some(({ y }) => !(y >= from && y <= to))) {
    wrong.push('from="…" and to="…" are the ends of a scale; the recorded curve leaves it');
  }
  return wrong;
}

function checkNumber({ node, recording, hints }: Exercise): string[] {
  const tolerance = readTolerance(propOf(node, 'within') ?? '');
  if (!tolerance) return needsTolerance(node);
  const { value } = quote(recording, { claim: propOf(node, 'claim'), quantity: propOf(node, 'quantity') });
  const made = hints.flatMap(({ at }) => (at === undefined ? [] : [at]));
  const wrong = made
    .filter((at) => judgeNumber(Number(at), value, tolerance) === 'right')
    .map(
      (at) =>
        `<Hint at="${at}"> is for a wrong answer, and this is within ${propOf(node, 'within')} of the right one`,
    );
  if (made.length === 0) wrong.push('needs a <Hint at="…"> for a wrong number that one could give');
  return wrong;
}

function needsTolerance(node: Node): string[] {
  return readTolerance(propOf(node, 'within') ?? '')
    ? []
    : ['needs within="…": "3%" of the answer, or "0.5" either way'];
}

function childrenOf(node: Node, name: string): Node[] {
  const found: Node[] = [];
  walk(node, (child) => {
    if (componentName(child) === name) found.push(child);
  });
  return found;
}
