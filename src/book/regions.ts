/** Named regions of a source file: `// #region name` … `// #endregion`. Prose shows them, never a copy of them. */

export interface Region {
  name: string;
  /** First and last line between the markers, from 1. */
  from: number;
  to: number;
  /** These lines, without the indentation they share and without markers. */
  text: string;
}

const opening = /^\s*(?:\/\/|#)\s*#region\s+(\S+)\s*$/;
const closing = /^\s*(?:\/\/|#)\s*#endregion\b/;

/** Finds the regions of one file. `file` names it in errors: an unclosed, unopened or repeated region throws. */
export function regionsOf(source: string, file: string): Region[] {
  const lines = source.split(/\r?\n/);
  const open: { name: string; from: number }[] = [];
  const regions: Region[] = [];
  lines.forEach((line, index) => {
    const name = opening.exec(line)?.[1];
    if (name) {
      if ([...regions, ...open].some((region) => region.name === name)) {
        throw new Error(
          `${file}:${index + 1}:1: the region "${name}" is already in this file; give it another name`,
        );
      }
      open.push({ name, from: index + 2 });
    } else if (closing.test(line)) {
      const region = open.pop();
      if (!region) throw new Error(`${file}:${index + 1}:1: #endregion without a #region before it`);
      regions.push({ ...region, to: index, text: dedent(lines.slice(region.from - 1, index)) });
    }
  });
  const [unclosed] = open;
  if (unclosed) {
    throw new Error(
      `${file}:${unclosed.from - 1}:1: the region "${unclosed.name}" is never closed; add // #endregion`,
    );
  }
  return regions.sort((a, b) => a.from - b.from);
}

/** Lines without markers and without their common indentation. */
function dedent(lines: string[]): string {
  const kept = lines.filter((line) => !opening.test(line) && !closing.test(line));
  const indents = kept.filter((line) => line.trim()).map((line) => line.length - line.trimStart().length);
  const indent = indents.length ? Math.min(...indents) : 0;
  return kept
    .map((line) => line.slice(indent))
    .join('\n')
    .replace(/^\n+|\s+$/g, '');
}
