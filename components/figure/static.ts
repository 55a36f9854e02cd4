/** Figures at build time: Observable Plot on a document without a browser, drawn for a phone and for a desk. */
import { parseHTML } from 'linkedom';
import type { Figure } from '../../src/lab/figure.ts';
import { draw } from './draw.ts';

/** CSS pixels. Stylesheets show the one that fits; text keeps its size in both. */
const WIDTHS = { narrow: 300, wide: 560 };

export function drawStatic(figure: Figure): string {
  return Object.entries(WIDTHS)
    .map(([name, width]) => {
      const { document } = parseHTML('<!doctype html><html><body></body></html>');
      const svg = draw({ recorded: figure, width, document });
      return `<div class="drawn-${name}">${shorten(svg.outerHTML)}</div>`;
    })
    .join('');
}

/** Coordinates to a tenth of a pixel: the same picture in a third of the bytes. Text is left alone. */
function shorten(svg: string): string {
  return svg.replace(/ (?:d|points|transform|[xy][12]?|c[xy]|width|height)="[^"]*"/g, (attribute) =>
    attribute.replace(/-?\d+\.\d{2,}/g, (number) => String(Number(Number(number).toFixed(1)))),
  );
}
