/**
 * Labels at the ends of lines instead of a legend. Plot has no way to keep them apart, so they are written after it,
 * each pushed down as far as the one above needs.
 */

export interface EndLabel {
  x?: number;
  y?: number;
  text: string;
  fill: string;
  /** 'end': right of the plot. 'point': beside a mark inside it. 'rule': at the top of a vertical line. */
  at?: 'end' | 'point' | 'rule';
}

interface Frame {
  x(value: number): number;
  y(value: number): number;
  /** Pixels between which the plot lies. */
  left: number;
  right: number;
  document: Document;
}

const LINE = 14;
/** Width of a character of the mono face. */
const CHARACTER = 7;

export function writeLabels(
  svg: SVGSVGElement,
  labels: EndLabel[],
  { x, y, left, right, document }: Frame,
): void {
  const write = (text: string, fill: string, across: number, top: number, anchor: string) => {
    const node = document.createElementNS('http://www.w3.org/2000/svg', 'text');
    // A halo keeps a label readable where it crosses a line.
    const attributes = { x: across, y: top, fill, dy: '0.32em', 'text-anchor': anchor, class: 'end-label' };
    for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, String(value));
    node.textContent = text;
    svg.append(node);
  };
  const height = Number(svg.getAttribute('height'));
  const ends = labels
    .filter(({ at = 'end', y: value }) => at === 'end' && value !== undefined)
    .map((label) => ({ ...label, top: y(label.y as number) }))
    .sort((a, b) => a.top - b.top);
  let floor = LINE;
  for (const { text, fill, top } of ends) {
    const at = Math.min(Math.max(top, floor), height - LINE);
    write(text, fill, right + 8, at, 'start');
    floor = at + LINE;
  }
  // Vertical lines may stand close: each label has a row of its own.
  let row = 0;
  for (const { at, x: across, y: up, text, fill } of labels) {
    if (at === 'point' && across !== undefined && up !== undefined) {
      const fits = x(across) - 10 - text.length * CHARACTER > left;
      write(text, fill, x(across) + (fits ? -10 : 10), y(up) - 12, fits ? 'end' : 'start');
    }
    if (at === 'rule') {
      if (across !== undefined) {
        const fits = x(across) + 4 + text.length * CHARACTER < right + 60;
        write(text, fill, x(across) + (fits ? 4 : -4), 34 + LINE * (row++ % 4), fits ? 'start' : 'end');
      } else if (up !== undefined) write(text, fill, right - 4, y(up) - 8, 'end');
    }
  }
}
