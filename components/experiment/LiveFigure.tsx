/** The plot: the recorded one from the build until there is a live run, then redrawn over it, for the width it has. */
import type { ComponentChildren } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import type { Params } from '../../src/lab/controls.ts';
import type { Figure } from '../../src/lab/figure.ts';
import type * as live from './live.ts';
import { type Run, sameParams } from './use-run.ts';

interface Props {
  id: string;
  run: Run;
  defaults: Params;
  recorded?: ComponentChildren;
}

export function LiveFigure({ id, run, defaults, recorded }: Props) {
  const frame = useRef<HTMLDivElement>(null);
  const [tools, setTools] = useState<Tools>();
  const [width, setWidth] = useState(0);
  const began = run.phase !== 'idle';

  useEffect(() => {
    if (began && !tools) loadTools(id).then(setTools);
  }, [began, tools, id]);

  useEffect(() => {
    if (!frame.current) return;
    const observer = new ResizeObserver(([entry]) => setWidth(Math.floor(entry.contentRect.width)));
    observer.observe(frame.current);
    return () => observer.disconnect();
  }, []);

  const drawn = tools !== undefined && run.count > 0 && width > 0;
  useEffect(() => {
    const parent = frame.current;
    if (!drawn || !parent) return;
    let current = true;
    void redraw(parent, { ...tools, run, defaults, width, isCurrent: () => current });
    return () => {
      current = false;
    };
  }, [drawn, tools, run, defaults, width]);

  return (
    <div class="figures">
      {!drawn && recorded}
      <div class="live-figures" ref={frame} />
    </div>
  );
}

interface Redraw extends Tools {
  run: Run;
  defaults: Params;
  width: number;
  /** false once a later redraw has begun: the rest is left to that one. */
  isCurrent(): boolean;
}

/** One figure a task, so that the page never waits for all of them. */
async function redraw(
  parent: HTMLElement,
  { draw, experiment, recording, run, defaults, width, isCurrent }: Redraw,
) {
  const figures: Figure[] = experiment.plot(run.rows, run.params);
  // Recorded runs were made at the defaults; over other parameters they would mislead.
  const beneath: Figure[] = sameParams(run.params, defaults)
    ? experiment.plot(recording.rows, recording.params)
    : [];
  for (const [i, figure] of figures.entries()) {
    await nextTask();
    if (!isCurrent()) return;
    const element = document.createElement('figure');
    const caption = document.createElement('figcaption');
    caption.textContent = figure.title;
    element.append(caption, draw({ live: figure, recorded: beneath[i], width }));
    const old = parent.children[i];
    if (old) old.replaceWith(element);
    else parent.append(element);
  }
}

const nextTask = () => new Promise((resolve) => setTimeout(resolve));

type Tools = Awaited<ReturnType<typeof loadTools>>;

async function loadTools(id: string) {
  const module: typeof live = await import('./live.ts');
  const [experiment, recording] = await Promise.all([module.findExperiment(id), module.findRecording(id)]);
  return { draw: module.draw, experiment, recording };
}
