/** `npm run lab`: the experiments from the command line. Messages go to stderr, results to stdout. */
import { loadExperiments } from './book/experiments.ts';
import { loadLedger, settingsOf } from './book/ledger.ts';
import { kebab, readDataOptions, readDrawOptions, readRunOptions, UsageError } from './cli/arguments.ts';
import { bench } from './cli/bench.ts';
import { dataMnist } from './cli/data.ts';
import { drawInitializer, drawLayer } from './cli/draw.ts';
import { makeRecording, writeRecording } from './cli/record.ts';
import { runExperiment } from './cli/run.ts';
import { allowed, type Controls, defaultsOf } from './lab/controls.ts';
import type { AnyExperiment } from './lab/experiment.ts';
import { NonFiniteError } from './runtime/drive.ts';

const USAGE = `npm run lab -- list
npm run lab -- run <id> [--<control> value …] [--seed n] [--seeds n] [--backend wasm|cpu|webgpu] [--mnist dir] [--json]
npm run lab -- init <name> --shape 256,784 [--args '{"nonlinearity":"relu"}'] [--seed n] [--json]
npm run lab -- layer "nn.Linear(10, 5)" [--seed n] [--json]
npm run lab -- data mnist --from <dir or URL>
npm run lab -- data mnist --remove
npm run lab -- record [id …]
npm run lab -- bench [id …]`;

async function main([command, ...args]: string[]): Promise<number> {
  if (command === 'init') return drawInitializer(readDrawOptions(command, args));
  if (command === 'layer') return drawLayer(readDrawOptions(command, args));
  if (command === 'data') return dataMnist(readDataOptions(args));
  const experiments = new Map(
    [...(await loadExperiments()).values()].map(({ id, experiment }) => [id, experiment] as const),
  );
  if (command === 'list') return list(experiments);
  if (command === 'run') {
    const [id, ...flags] = args;
    if (id === undefined || id.startsWith('-')) throw new UsageError(`run needs the id of an experiment`);
    const experiment = find(experiments, id);
    return runExperiment(experiment, readRunOptions(experiment.controls, flags));
  }
  if (command === 'record' || command === 'bench') {
    const ids = args.length > 0 ? args : [...experiments.keys()];
    const chosen = ids.map((id) => [id, find(experiments, id)] as const);
    if (command === 'bench') return bench(chosen);
    const ledger = await loadLedger();
    for (const [id, experiment] of chosen) {
      const settings = settingsOf(ledger, id, defaultsOf(experiment.controls));
      await writeRecording(await makeRecording(id, experiment, settings));
      console.error(`recorded ${id}`);
    }
    return 0;
  }
  throw new UsageError(command === undefined ? 'a command is missing' : `there is no command ${command}`);
}

function find(experiments: Map<string, AnyExperiment>, id: string): AnyExperiment {
  const experiment = experiments.get(id);
  if (experiment) return experiment;
  throw new UsageError(
    `there is no experiment ${JSON.stringify(id)}; there are ${[...experiments.keys()].join(', ')}`,
  );
}

function list(experiments: Map<string, AnyExperiment>): number {
  for (const [id, { title, controls }] of experiments) {
    console.log(`${id}  ${title}`);
    for (const [name, control] of Object.entries(controls as Controls)) {
      console.log(`  --${kebab(name)} ${control.default}  (${allowed(control)})`);
    }
  }
  return 0;
}

// Two readers may close a pipe early (`| head`): that is not our error.
process.stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : 1));

try {
  // The wasm backend and dawn keep handles open; exit waits for stdout because each line was awaited.
  process.exit(await main(process.argv.slice(2)));
} catch (error) {
  process.exit(report(error));
}

/**
 * Prints an error and returns the exit code. None may reach Node: the wasm backend's handler would print the whole of
 * its minified source.
 */
function report(error: unknown): number {
  if (error instanceof UsageError) {
    console.error(`lab: ${error.message}`);
    if (process.argv.length < 3) console.error(USAGE);
    return 2;
  }
  console.error(error instanceof NonFiniteError ? `lab: ${error.message}` : error);
  return 1;
}
