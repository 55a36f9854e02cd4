/** A formula takes the keyboard's focus only where it scrolls: elsewhere it would be a stop without a purpose. */

const scrollers = document.querySelectorAll('.display > .scroller, .table.scroller');

function update(scroller: Element): void {
  if (scroller.scrollWidth > scroller.clientWidth + 1) scroller.setAttribute('tabindex', '0');
  else scroller.removeAttribute('tabindex');
}

const observer = new ResizeObserver((entries) => {
  for (const { target } of entries) update(target);
});
for (const scroller of scrollers) observer.observe(scroller);

// A font that arrives late changes what is inside, which no observer of the outside sees.
document.fonts.ready.then(() => {
  for (const scroller of scrollers) update(scroller);
});

export {};
