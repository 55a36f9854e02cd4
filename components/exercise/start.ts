/**
 * Shows the forms of the exercises, and loads what checks an answer when one is begun, or when one is kept from before: a page
 * that is only read loads neither. Without this script: the question, and hints and answer behind a disclosure.
 */

import { hasAnswers } from './answers.ts';

const forms: HTMLFormElement[] = [];
for (const exercise of document.querySelectorAll<HTMLElement>('reader-exercise')) {
  const form = exercise.querySelector('form');
  const worked = exercise.querySelector('details');
  const list = exercise.querySelector('.question ol');
  if (!form || !worked) continue;
  if (exercise.dataset.kind === 'choice' && list) form.prepend(optionsOf(list, `${exercise.id}-option`));
  form.hidden = false;
  worked.hidden = true;
  form.addEventListener('submit', submitOnceLoaded);
  forms.push(form);
}

let loading: Promise<unknown> | undefined;
function load(): Promise<unknown> {
  loading ??= import('./exercise.ts').then(() => {
    for (const form of forms) form.removeEventListener('submit', submitOnceLoaded);
  });
  return loading;
}

function submitOnceLoaded(event: SubmitEvent): void {
  event.preventDefault();
  const form = event.currentTarget as HTMLFormElement;
  load().then(() => form.requestSubmit());
}

for (const begun of ['focusin', 'pointerdown'] as const) {
  document.addEventListener(begun, ({ target }) => {
    if ((target as Element).closest('reader-exercise')) load();
  });
}
if (hasAnswers()) load();

/** The list of options as buttons, one of which can be chosen. */
function optionsOf(list: Element, name: string): HTMLFieldSetElement {
  const group = document.createElement('fieldset');
  group.className = 'options';
  group.setAttribute('aria-label', 'Your answer');
  for (const [i, item] of [...list.children].entries()) {
    const input = document.createElement('input');
    Object.assign(input, { type: 'radio', name, value: String(i + 1) });
    const words = document.createElement('span');
    words.append(...item.childNodes);
    const label = document.createElement('label');
    label.append(input, words);
    group.append(label);
  }
  list.remove();
  return group;
}
