/**
 * <reader-exercise>: an answer is checked before the worked one shows; a wrong one gets its hint and may be given again. Kept in
 * this browser. `start.ts` has shown the form, and loads this when it is used.
 */

import {
  type HintOf,
  hintFor,
  type Judgement,
  judgeCurve,
  judgeNumber,
  readTolerance,
} from '../../src/book/judge-answer.ts';
import { readGuess } from '../predict/guess.ts';
import { storeAnswer, storedAnswer } from './answers.ts';
import { Curve } from './curve.ts';

interface Judged {
  judgement: Judgement;
  value?: number;
}

/** How an answer of one kind is given, and what it is worth. */
interface Entry {
  /** What was answered as text to keep, or a sentence that says what is missing. */
  read(): { text: string } | { problem: string };
  write(text: string): void;
  judge(): Judged;
  reveal?(): void;
}

class ReaderExercise extends HTMLElement {
  connectedCallback(): void {
    const { key = '', kind = '' } = this.dataset;
    const part = <T extends HTMLElement>(name: string) => this.querySelector<T>(`[data-part="${name}"]`);
    const form = part<HTMLFormElement>('form');
    const problem = part('problem');
    const outcome = part('outcome');
    const worked = part<HTMLDetailsElement>('worked');
    const hints = part('hints');
    if (!form || !problem || !outcome || !worked || !hints) return;
    const entry = kind === 'choice' ? this.choice(form) : kind === 'curve' ? this.curve(form) : this.number();

    const check = () => {
      const { judgement, value } = entry.judge();
      const right = judgement === 'right';
      outcome.dataset.outcome = right ? 'right' : 'wrong';
      outcome.replaceChildren(
        ...(right ? [paragraph('✓ Right.')] : this.refuse(hints, { judgement, value }, () => open(true))),
      );
      if (right) open(false);
    };
    const open = (focus: boolean) => {
      worked.hidden = false;
      worked.open = true;
      entry.reveal?.();
      if (focus) worked.querySelector('summary')?.focus();
    };

    // From here on a hint shows where it is needed.
    hints.hidden = true;
    const summary = worked.querySelector('summary');
    if (summary) summary.textContent = 'The worked answer';
    const before = storedAnswer(key);
    if (before !== undefined) {
      entry.write(before);
      if (!('problem' in entry.read())) check();
    }
    form.addEventListener('submit', (event) => {
      event.preventDefault();
      const given = entry.read();
      const wrong = 'problem' in given;
      problem.textContent = wrong ? given.problem : '';
      if (wrong) {
        form.querySelector<HTMLElement>('input')?.focus();
        return;
      }
      storeAnswer(key, given.text);
      check();
      this.dispatchEvent(new Event('exercise-answered', { bubbles: true }));
    });
  }

  /** What is said to a wrong answer: its hint, and the way to the worked answer. */
  private refuse(hints: HTMLElement, { judgement, value }: Judged, show: () => void): HTMLElement[] {
    const all = [...hints.querySelectorAll<HTMLElement>('.hint')];
    const about = all.map(
      ({ dataset: { at, side } }): HintOf => ({
        ...(at !== undefined && { at: numberOf(at) }),
        ...((side === 'low' || side === 'high') && { side }),
      }),
    );
    const tolerance = readTolerance(this.dataset.within ?? '');
    const fitting = all[hintFor(about, { value, side: judgement, tolerance })];
    const side = this.dataset.kind === 'choice' ? '' : ` It is too ${judgement}.`;
    const button = document.createElement('button');
    button.type = 'button';
    button.textContent = 'Show the worked answer';
    button.addEventListener('click', show);
    const hint = fitting
      ? (fitting.cloneNode(true) as HTMLElement)
      : paragraph('Look again at the question.');
    return [paragraph(`✗ Not yet.${side}`), hint, button];
  }

  private number(): Entry {
    const input = this.querySelector<HTMLInputElement>('[data-part="input"]');
    const answer = Number(this.dataset.answer);
    const tolerance = readTolerance(this.dataset.within ?? '') ?? { size: 0, relative: false };
    const guess = () => readGuess(input?.value ?? '');
    return {
      read: () => {
        const read = guess();
        input?.setAttribute('aria-invalid', String('problem' in read));
        return 'problem' in read ? read : { text: input?.value ?? '' };
      },
      write: (text) => {
        if (input) input.value = text;
      },
      judge: () => {
        const read = guess();
        const value = 'value' in read ? read.value : Number.NaN;
        return { judgement: judgeNumber(value, answer, tolerance), value };
      },
    };
  }

  private choice(form: HTMLFormElement): Entry {
    const options = [...form.querySelectorAll<HTMLInputElement>('.options input')];
    const chosen = () => options.find(({ checked }) => checked)?.value;
    return {
      read: () => {
        const text = chosen();
        return text ? { text } : { problem: 'Choose one of them first.' };
      },
      write: (text) => {
        for (const option of options) option.checked = option.value === text;
      },
      judge: () => {
        const value = Number(chosen());
        return { judgement: value === Number(this.dataset.answer) ? 'right' : 'low', value };
      },
    };
  }

  private curve(form: HTMLFormElement): Entry {
    const answer: number[] = JSON.parse(this.dataset.answer ?? '[]').map(({ y }: { y: number }) => y);
    const tolerance = readTolerance(this.dataset.within ?? '') ?? { size: 0, relative: false };
    const curve = new Curve(form);
    return {
      read: () =>
        curve.touched
          ? { text: curve.values.map((y) => y.toPrecision(3)).join(' ') }
          : { problem: 'Draw the curve first.' },
      write: (text) => {
        curve.values = text.split(' ').map(Number);
      },
      judge: () => ({ judgement: judgeCurve(curve.values, answer, tolerance) }),
      reveal: () => curve.compare(answer),
    };
  }
}

/** "0.5" or "1/2", as an author writes it. */
function numberOf(text: string): number {
  const read = readGuess(text);
  return 'value' in read ? read.value : Number.NaN;
}

function paragraph(words: string): HTMLElement {
  const p = document.createElement('p');
  p.textContent = words;
  return p;
}

customElements.define('reader-exercise', ReaderExercise);
