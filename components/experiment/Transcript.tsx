/** What a terminal would show, of the recorded run or of the reader's. */
import type { Transcript as Lines } from '../../src/lab/experiment.ts';

export function Transcript({ of }: { of: Lines[] }) {
  return (
    <>
      {of.map(({ title, text }) => (
        <figure class="transcript" key={title}>
          <figcaption>{title}</figcaption>
          <pre class="scroller" tabIndex={0}>
            {text}
          </pre>
        </figure>
      ))}
    </>
  );
}
