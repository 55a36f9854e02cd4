/** Draws a live run over the recorded one. */
import type { Params } from '../../src/lab/controls.ts';
import type { AnyExperiment } from '../../src/lab/experiment.ts';
import type { Figure } from '../../src/lab/figure.ts';
import type { Recording } from '../../src/lab/recording.ts';
import { draw } from '../figure/draw.ts';
import { PLACES, placesOf } from '../figure/tiles.ts';
import type { Run } from './use-run.ts';

interface Redraw {
  experiment: AnyExperiment;
  /** What lies beneath, if anything does: over other parameters a recorded run would mislead. */
  recording?: Recording;
  run: Run;
  /** The run's parameters, and what is to be looked at. */
  shown: Params;
  width: number;
  /** false once a later redraw has begun: the rest is left to that one. */
  isCurrent(): boolean;
}

/** One figure a task, so that the page never waits for all of them. */
export async function redraw(
  parent: HTMLElement,
  { experiment, recording, run, shown, width, isCurrent }: Redraw,
): Promise<void> {
  const figures: Figure[] = experiment.plot(run.rows, shown);
  const beneath: Figure[] = recording ? experiment.plot(recording.rows, shown) : [];
  for (const [i, figure] of figures.entries()) {
    await nextTask();
    if (!isCurrent()) return;
    const element = document.createElement('figure');
    const caption = document.createElement('figcaption');
    caption.textContent = figure.title;
    element.append(
      caption,
      draw({ live: run.count > 0 || !recording ? figure : undefined, recorded: beneath[i], width }),
    );
    const old = parent.children[i];
    if (old) old.replaceWith(element);
    else parent.append(element);
  }
}

/** The controls that a click sets, where it was on a place of a map: of `figures`, drawn in this order. */
export function picksAt(clicked: Element, figures: readonly Figure[]): Params | undefined {
  const figure = clicked.closest('figure');
  const places = [...(clicked.closest('svg')?.querySelectorAll(`.${PLACES} rect`) ?? [])];
  const which = [...(figure?.parentElement?.children ?? [])].indexOf(figure as Element);
  const map = figures[which]?.marks.find((mark) => mark.kind === 'cells');
  return map?.sets ? (placesOf(map)[places.indexOf(clicked)]?.[map.sets] as Params | undefined) : undefined;
}

const nextTask = () => new Promise((resolve) => setTimeout(resolve));
