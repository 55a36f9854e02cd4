/** The keys of a BibTeX file. A light scan: checks and the command line need no formatter. */

/** Keys with the lines they stand on. */
export function keysOf(bibtex: string): { key: string; line: number }[] {
  return bibtex.split('\n').flatMap((text, index) => {
    const key = /^\s*@(?!comment|string|preamble)\w+\s*\{\s*([^,\s]+)\s*,/i.exec(text)?.[1];
    return key ? [{ key, line: index + 1 }] : [];
  });
}
