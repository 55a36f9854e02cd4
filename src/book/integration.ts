/** The book as a part of Astro's build: everything is checked at once, before any page is made. */

import type { AstroIntegration } from 'astro';
import type { Book } from './book.ts';
import { checkBook } from './check.ts';
import { BookError, failOn, formatProblem } from './problems.ts';

export function bookIntegration({ book }: { book: () => Promise<Book> }): AstroIntegration {
  return {
    name: 'book',
    hooks: {
      'astro:config:setup': async ({ command, logger }) => {
        if (command === 'preview') return;
        const problems = checkBook(await book());
        if (command === 'build') {
          try {
            failOn(problems);
          } catch (error) {
            // The stack of a misspelt label leads nowhere; the message is all an author needs.
            if (error instanceof BookError) error.stack = error.message;
            throw error;
          }
        }
        for (const problem of problems) logger.warn(formatProblem(problem));
      },
    },
  };
}
