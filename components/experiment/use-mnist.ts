/** The files of MNIST, in a bench whose experiment can use them; what reads them is loaded with such a bench. */
import { useEffect, useRef, useState } from 'preact/hooks';
import type { MnistFile } from '../../src/runtime/protocol.ts';
import type { BenchProps } from './bench.ts';

/** `zone` is for the element that holds the slot `images`; `files` are there once the page has any. */
export function useMnist({ base, mnist }: BenchProps) {
  const zone = useRef<HTMLDivElement>(null);
  const [files, setFiles] = useState<MnistFile[]>();
  useEffect(() => {
    const { current } = zone;
    if (!current) return;
    const addresses = mnist && Object.keys(mnist).map((file) => new URL(base + file, location.href).href);
    import('./mnist.ts').then(({ attach }) => attach(current, addresses, setFiles));
  }, [base, mnist]);
  return { zone, files };
}
