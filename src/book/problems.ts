/** What is wrong with the book, said so that an author can mend it: file, line, column, and what is allowed. */

import type { Point } from './tree.ts';

export interface Problem {
  /** Path from the repository's root. */
  file: string;
  line: number;
  column: number;
  says: string;
}

export function problemAt(file: string, { line, column }: Point, says: string): Problem {
  return { file, line, column, says };
}

/** `content/chapters/02-x.mdx:12:5: unknown claim "foo"; …` */
export function formatProblem({ file, line, column, says }: Problem): string {
  return `${file}:${line}:${column}: ${says}`;
}

/** Names in the order given, for the end of a message. */
export function validNames(names: Iterable<string>): string {
  const list = [...names];
  return list.length ? `valid: ${list.join(', ')}` : 'there is none yet';
}

/** Stops a build. The first line of its message is the first problem; `line` and `column` are for Astro's report. */
export class BookError extends Error {
  readonly problems: readonly Problem[];
  readonly line: number;
  readonly column: number;

  constructor(problems: readonly [Problem, ...Problem[]]) {
    super(problems.map(formatProblem).join('\n'));
    this.name = 'BookError';
    this.problems = problems;
    this.line = problems[0].line;
    this.column = problems[0].column;
  }
}

/** Throws when there is a problem, all of them at once. */
export function failOn(problems: readonly Problem[]): void {
  const [first, ...others] = problems;
  if (first) throw new BookError([first, ...others]);
}
