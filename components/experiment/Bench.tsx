/** The bench: an experiment's controls, its plot, its claims, and the run that the reader starts. */
import { useEffect, useId, useState } from 'preact/hooks';
import { type Controls, defaultsOf, type Params, sameRun } from '../../src/lab/controls.ts';
import type { BackendName } from '../../src/runtime/protocol.ts';
import type { BenchProps } from './bench.ts';
import { ClaimList } from './ClaimList.tsx';
import { ControlField, problemOf } from './ControlField.tsx';
import { LiveFigure } from './LiveFigure.tsx';
import { DEFAULT_SEED, readLink, readSeed, writeLink } from './link.ts';
import { Panels } from './Panels.tsx';
import { RunRow } from './RunRow.tsx';
import { Badge, RunStatus } from './RunStatus.tsx';
import { showReceipts } from './receipts.ts';
import { Transcript } from './Transcript.tsx';
import { useExperiment } from './use-experiment.ts';
import { useMnist } from './use-mnist.ts';
import { isBusy, sameParams, useRun, wholeParts } from './use-run.ts';

const MANY = 20;

export default function Bench(props: BenchProps) {
  const { id, title, caption, seeded, recorded, base, imageSet } = props;
  const prefix = useId();
  const [defaults] = useState(() => defaultsOf(props.controls) as Params);
  // Where the site serves MNIST the page begins with it; what is recorded is on digits drawn here.
  const [recordedAt] = useState(() => (imageSet ? { ...defaults, [imageSet]: 'drawn' } : defaults));
  const [params, setParams] = useState<Params>(defaults);
  const [seedText, setSeedText] = useState(String(DEFAULT_SEED));
  const [keepSeed, setKeepSeed] = useState(true);
  const [backend, setBackend] = useState<BackendName>();
  const [linkProblems, setLinkProblems] = useState<string[]>([]);
  const [fieldProblems, setFieldProblems] = useState<Record<string, string | undefined>>({});
  const [link, setLink] = useState('');
  const { run, start, cancel } = useRun(id);
  const experiment = useExperiment(id, isBusy(run) || !sameParams(params, recordedAt));
  // Those of the module can check what is typed; those of the HTML are data.
  const controls: Controls = experiment?.controls ?? props.controls;
  const { zone, files } = useMnist(props);
  const isOnMnist = (of: Params) => imageSet !== undefined && of[imageSet] === 'MNIST';
  const lacking = isOnMnist(params) && !files;

  // The link is read after hydration, so that the first render matches the HTML.
  useEffect(() => {
    const setting = readLink(id, props.controls, location.search);
    setParams(setting.params);
    setSeedText(String(setting.seed));
    setBackend(setting.backend);
    setLinkProblems(setting.problems);
  }, [id, props.controls]);

  const shown = run.phase === 'idle' ? defaults : run.params;
  const seed = readSeed(seedText);
  const seedProblem = 'problem' in seed ? seed.problem : undefined;
  const usable =
    !seedProblem &&
    !lacking &&
    Object.values(fieldProblems).every((problem) => problem === undefined) &&
    Object.entries(controls).every(([name, control]) => !problemOf(name, control, String(params[name])));

  const change = (next: { params?: Params; seedText?: string; backend?: BackendName | null }) => {
    if (next.params) setParams(next.params);
    if (next.seedText !== undefined) setSeedText(next.seedText);
    if (next.backend !== undefined) setBackend(next.backend ?? undefined);
    setLinkProblems([]);
    const typed = readSeed(next.seedText ?? seedText);
    const search = writeLink(
      id,
      props.controls,
      {
        params: next.params ?? params,
        seed: 'value' in typed ? typed.value : DEFAULT_SEED,
        backend: next.backend === undefined ? backend : (next.backend ?? undefined),
      },
      location.search,
    );
    setLink(`${location.pathname}${search}#${id}`);
    history.replaceState(history.state, '', `${location.pathname}${search}${location.hash}`);
  };

  // A cancelled run goes on as it was, while the controls say what they said, and the files are those it had.
  const asItWas = run.phase === 'cancelled' && sameRun(controls, params, run.params) && run.mnist === files;
  const earlier = experiment && asItWas ? wholeParts(run, experiment) : [];
  const begin = (count: number) => {
    if (!usable || 'problem' in seed) return;
    const fresh = !keepSeed && run.phase !== 'idle';
    const first = fresh ? newSeed() : seed.value;
    if (fresh) change({ seedText: String(first) });
    start({ params, seeds: Array.from({ length: count }, (_, i) => first + i), backend, mnist: files });
  };

  useEffect(() => {
    if (run.phase === 'done' && run.done) showReceipts(id, run.done.verdicts);
  }, [id, run.phase, run.done]);

  // Who gives files means to use them: once, not at each change of the controls.
  useEffect(() => {
    if (files && imageSet && !props.mnist) change({ params: { ...params, [imageSet]: 'MNIST' } });
  }, [files]);

  const reset = () => {
    setFieldProblems({});
    change({ params: { ...defaults }, seedText: String(DEFAULT_SEED), backend: null });
  };

  return (
    <section class="bench" id={id} aria-labelledby={`${id}-title`} data-phase={run.phase}>
      <h3 id={`${id}-title`}>{title}</h3>
      <p class="caption">{caption}</p>
      <form
        class="needs-js"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          begin(1);
        }}
      >
        <div class="controls">
          {Object.entries(controls).map(([name, control]) => (
            <ControlField
              key={name}
              id={`${prefix}-${name}`}
              name={name}
              control={control}
              value={params[name]}
              onChange={(value) => change({ params: { ...params, [name]: value } })}
              onProblem={(problem) => setFieldProblems((now) => ({ ...now, [name]: problem }))}
            />
          ))}
          {seeded && (
            <SeedField
              id={`${prefix}-seed`}
              text={seedText}
              problem={seedProblem}
              keep={keepSeed}
              onText={(text) => change({ seedText: text })}
              onKeep={setKeepSeed}
            />
          )}
        </div>
        {imageSet && (
          <div class="images" ref={zone}>
            {props.images}
            {lacking && !props.mnist && (
              <p class="problem" role="alert">
                For a run on MNIST its files are missing: give them here, or choose drawn.
              </p>
            )}
          </div>
        )}
        {linkProblems.length > 0 && (
          <div class="problem" role="alert">
            This link asks for what is not allowed; the default stands in its place.
            <ul>
              {linkProblems.map((problem) => (
                <li key={problem}>{problem}</li>
              ))}
            </ul>
          </div>
        )}
        <RunRow
          {...{ id, base, backend, params, recorded, run, usable, experiment }}
          defaults={recordedAt}
          more={(of) => (isOnMnist(of) ? props.mnist : undefined)}
          many={seeded ? MANY : undefined}
          onMany={() => begin(MANY)}
          earlier={earlier.length}
          onGoOn={() => start({ ...run, earlier })}
          onCancel={cancel}
          onReset={reset}
        />
      </form>
      <LiveFigure
        {...{ id, run, params }}
        controls={props.controls}
        defaults={recordedAt}
        recorded={props.figure}
        onPick={(sets) => change({ params: { ...params, ...sets } })}
      />
      <RunStatus
        run={run}
        recorded={recorded}
        on={(of) => (imageSet ? (isOnMnist(of) ? ', on MNIST' : ', on digits drawn here') : '')}
        changed={!isBusy(run) && !sameRun(controls, params, shown)}
      />
      <Transcript of={(run.phase === 'done' && run.done?.transcript) || recorded.transcript} />
      <ClaimList recorded={recorded.verdicts} live={run.phase === 'done' ? run.done?.verdicts : undefined} />
      <Panels {...props} run={run} link={link}>
        <Badge
          run={run}
          recorded={recorded}
          backend={backend}
          onBackend={(name) => change({ backend: name })}
        />
      </Panels>
    </section>
  );
}

interface SeedProps {
  id: string;
  text: string;
  problem?: string;
  keep: boolean;
  onText(text: string): void;
  onKeep(keep: boolean): void;
}

function SeedField({ id, text, problem, keep, onText, onKeep }: SeedProps) {
  return (
    <div class="control seed">
      <label for={id}>seed</label>
      <input
        id={id}
        class="number"
        type="text"
        inputMode="numeric"
        autocomplete="off"
        value={text}
        aria-invalid={problem !== undefined}
        aria-describedby={problem ? `${id}-problem` : undefined}
        onInput={(event) => onText(event.currentTarget.value)}
      />
      <fieldset>
        <legend class="visually-hidden">Seed of the next run</legend>
        <label>
          <input type="radio" name={`${id}-keep`} checked={keep} onChange={() => onKeep(true)} /> same seed
        </label>
        <label>
          <input type="radio" name={`${id}-keep`} checked={!keep} onChange={() => onKeep(false)} /> new seed
        </label>
      </fieldset>
      {problem && (
        <p class="problem" id={`${id}-problem`} role="alert">
          {problem}
        </p>
      )}
    </div>
  );
}

/** Not an experiment's randomness: only which experiment comes next. */
function newSeed(): number {
  return crypto.getRandomValues(new Uint32Array(1))[0];
}
