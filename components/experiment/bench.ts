/** What the build tells the bench (the island) about its experiment: plain data, since it travels in the HTML. */
import type { ComponentChildren } from 'preact';
import type { Verdict } from '../../src/lab/claims.ts';
import type { Controls } from '../../src/lab/controls.ts';
import type { Transcript } from '../../src/lab/experiment.ts';
import type { BackendName } from '../../src/runtime/protocol.ts';

export interface BenchProps {
  id: string;
  title: string;
  caption: string;
  controls: Controls;
  seeded: boolean;
  columns: Record<string, string>;
  recorded: {
    verdicts: Verdict[];
    summary: string;
    transcript: Transcript[];
    seeds: number;
    backend: string;
    agreement: number;
    /** Milliseconds a seed took where it was recorded. */
    ms: number;
  };
  /** The name of the control that says where images come from, where there is one. */
  imageSet?: string;
  /** Files of MNIST that the site serves: bytes, by path below the base. */
  mnist?: Record<string, number>;
  /** The site's base path, with a slash at the end. */
  base: string;
  /** Slots, drawn at build time. */
  images?: ComponentChildren;
  figure?: ComponentChildren;
  table?: ComponentChildren;
  code?: ComponentChildren;
  python?: ComponentChildren;
}

export const backendLabels: Record<BackendName, string> = {
  webgpu: 'WebGPU',
  wasm: 'WebAssembly',
  cpu: 'plain JavaScript',
};
