/** Filters the ledger by note, verdict and chapter. The choice stands in the address, so that it can be shared. */

const form = document.querySelector<HTMLFormElement>('#ledger-filter');
const claims = [...document.querySelectorAll<HTMLElement>('.ledger > article')];

function apply(): void {
  if (!form) return;
  const wanted = [...new FormData(form)].map(([name, value]) => [name, String(value)] as const);
  let count = 0;
  for (const claim of claims) {
    const shown = wanted.every(
      ([name, value]) => value === '' || (claim.dataset[name] ?? '').split(' ').includes(value),
    );
    claim.hidden = !shown;
    if (shown) count++;
  }
  const output = form.querySelector('output');
  if (output) output.value = count === 1 ? '1 claim' : `${count} claims`;
}

if (form) {
  const query = new URLSearchParams(location.search);
  for (const select of form.querySelectorAll('select')) {
    const value = query.get(select.name) ?? '';
    if ([...select.options].some((option) => option.value === value)) select.value = value;
  }
  apply();
  form.addEventListener('change', () => {
    apply();
    const chosen = [...new FormData(form)].filter(([, value]) => value !== '');
    const search = new URLSearchParams(chosen.map(([name, value]) => [name, String(value)])).toString();
    history.replaceState(history.state, '', `${location.pathname}${search && `?${search}`}${location.hash}`);
  });
}
