/** What the page and its worker say to each other. */
import type { Verdict } from '../lab/claims.ts';
import type { Params } from '../lab/controls.ts';
import type { Row, Seeded, Transcript } from '../lab/experiment.ts';

/** In the order in which they are tried. */
export const backendNames = ['webgpu', 'wasm', 'cpu'] as const;
export type BackendName = (typeof backendNames)[number];

export interface RunRequest {
  experiment: string;
  params: Params;
  seeds: number[];
  /** Rows of this run that are there already, in whole parts: it goes on after them. */
  earlier?: Seeded<Row>[];
}

/** A file of MNIST that the reader gave, or the address at which the site serves it. */
export interface MnistFile {
  name: string;
  from: Blob | string;
}

export type ToWorker =
  | { type: 'start'; backend?: BackendName }
  | { type: 'mnist'; files: MnistFile[] }
  | ({ type: 'run' } & RunRequest)
  | { type: 'cancel' };

export interface Ready {
  type: 'ready';
  backend: BackendName;
  agreement: number;
  skipped: { name: BackendName; reason: string }[];
}

export interface Done {
  type: 'done';
  verdicts: Verdict[];
  summary: string;
  /** For the first seed; empty where the experiment has none. */
  transcript: Transcript[];
  /** Milliseconds of the run itself, without loading. */
  ms: number;
  /** Tensors the run left behind; none, or the run has a leak. */
  tensors: number;
}

export interface Failed {
  type: 'failed';
  /** 'run': the experiment ended itself, the worker is well. 'lost', 'crashed': the worker is gone. */
  cause: 'run' | 'lost' | 'crashed';
  message: string;
}

export type FromWorker =
  | Ready
  | { type: 'rows'; rows: Seeded<Row>[] }
  | Done
  | { type: 'cancelled'; tensors: number }
  | Failed;
