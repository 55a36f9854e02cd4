/* Runs before the first paint, so that a chosen theme never flashes. Without it the system's setting rules. */
(() => {
  const key = 'before-the-first-step:theme';
  const root = document.documentElement;
  root.classList.add('js');

  const show = (theme) => {
    if (theme === 'light' || theme === 'dark') root.dataset.theme = theme;
    else delete root.dataset.theme;
    for (const input of document.querySelectorAll('input[name="theme"]')) {
      input.checked = input.value === (root.dataset.theme ?? 'auto');
    }
  };
  const stored = () => {
    try {
      return localStorage.getItem(key);
    } catch {
      return null; // A browser that refuses storage still has both themes, for as long as the page is open.
    }
  };

  show(stored());
  addEventListener('DOMContentLoaded', () => {
    show(stored());
    for (const input of document.querySelectorAll('input[name="theme"]')) {
      input.addEventListener('change', () => {
        show(input.value);
        try {
          localStorage.setItem(key, input.value);
        } catch {
          // As above.
        }
      });
    }
  });
  addEventListener('storage', (event) => {
    if (event.key === key) show(event.newValue);
  });
})();
