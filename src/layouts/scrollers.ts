/** A formula takes the keyboard's focus only where it scrolls: elsewhere it would be a stop without a purpose. */

const observer = new ResizeObserver((entries) => {
  for (const { target } of entries) {
    if (target.scrollWidth > target.clientWidth) target.setAttribute('tabindex', '0');
    else target.removeAttribute('tabindex');
  }
});

for (const scroller of document.querySelectorAll('.display > .scroller, .table.scroller')) {
  observer.observe(scroller);
}

export {};
