/** Exports and clears the answers to the exercises. Clearing asks once more: what is typed is not lost by one click. */

import { allAnswers, clearAnswers } from '../../components/exercise/answers.ts';

const section = document.querySelector<HTMLElement>('.your-answers');
const part = <T extends HTMLElement>(name: string) => section?.querySelector<T>(`[data-part="${name}"]`);
const said = part('said');
const clear = part<HTMLButtonElement>('clear');
let asked = false;

const count = () => Object.keys(allAnswers()).length;
const inWords = (n: number) => `${n === 0 ? 'No' : n} ${n === 1 ? 'answer' : 'answers'} so far.`;

function show(): void {
  const counted = part('count');
  if (counted) counted.textContent = inWords(count());
}

part('export')?.addEventListener('click', () => {
  const url = URL.createObjectURL(
    new Blob([`${JSON.stringify(allAnswers(), null, 1)}\n`], { type: 'application/json' }),
  );
  const link = document.createElement('a');
  link.href = url;
  link.download = 'before-the-first-step-answers.json';
  link.click();
  URL.revokeObjectURL(url);
});

clear?.addEventListener('click', () => {
  if (!asked) {
    asked = true;
    clear.textContent = 'Yes, clear them';
    if (said)
      said.textContent = `This removes ${count()} from this browser. Export them first if you want to keep them.`;
    return;
  }
  clearAnswers();
  location.reload();
});

document.addEventListener('exercise-answered', show);
show();
