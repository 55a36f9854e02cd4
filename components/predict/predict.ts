/**
 * <reader-guess>: the reader commits to a number before the answer shows. Kept in this browser, so that a reload
 * does not lose it. Its HTML is complete without this script: the question, and the answer behind a disclosure.
 */

import { compareInWords, readGuess } from './guess.ts';

class ReaderGuess extends HTMLElement {
  connectedCallback(): void {
    const { key = '', answer = '', shown = '', unit = '' } = this.dataset;
    const part = <T extends HTMLElement>(name: string) => this.querySelector<T>(`[data-part="${name}"]`);
    const form = part<HTMLFormElement>('form');
    const input = part<HTMLInputElement>('input');
    const problem = part('problem');
    const result = part('result');
    const outcome = part('outcome');
    const again = part<HTMLButtonElement>('again');
    const fallback = part('without-script');
    if (!form || !input || !problem || !result || !outcome || !again || !fallback) return;

    const ask = () => {
      form.hidden = false;
      result.hidden = true;
    };
    const reveal = (typed: string, value: number) => {
      const suffix = unit && ` ${unit}`;
      outcome.textContent = `Your guess: ${typed.trim()}${suffix}. Recorded: ${shown}${suffix}. ${sentence(compareInWords(value, Number(answer), unit))}`;
      form.hidden = true;
      result.hidden = false;
    };

    fallback.hidden = true;
    ask();
    const stored = remember(key);
    const before = stored === null ? undefined : readGuess(stored);
    if (stored !== null && before && 'value' in before) {
      input.value = stored;
      reveal(stored, before.value);
    }

    form.addEventListener('submit', (event) => {
      event.preventDefault();
      const guess = readGuess(input.value);
      const wrong = 'problem' in guess;
      problem.textContent = wrong ? guess.problem : '';
      input.setAttribute('aria-invalid', String(wrong));
      if (wrong) {
        input.focus();
        return;
      }
      remember(key, input.value);
      reveal(input.value, guess.value);
      again.focus();
    });
    again.addEventListener('click', () => {
      remember(key, '');
      ask();
      input.focus();
      input.select();
    });
  }
}

function sentence(words: string): string {
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}.`;
}

/** Reads what is stored; writes when given text, and forgets when the text is empty. Storage may be refused. */
function remember(key: string, text?: string): string | null {
  try {
    if (text === undefined) return localStorage.getItem(key);
    if (text) localStorage.setItem(key, text);
    else localStorage.removeItem(key);
  } catch {
    // Then the guess lasts as long as the page is open.
  }
  return null;
}

customElements.define('reader-guess', ReaderGuess);
