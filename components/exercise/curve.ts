/** A curve that is drawn by its handles: one slider for each place, which the pointer moves as it passes. */

const SVG = 'http://www.w3.org/2000/svg';

export class Curve {
  touched = false;
  private readonly sliders: HTMLInputElement[];
  private readonly drawn: SVGPolylineElement;
  private readonly recorded: SVGPolylineElement;

  constructor(form: HTMLElement) {
    const handles = form.querySelector<HTMLElement>('.handles') as HTMLElement;
    this.sliders = [...handles.querySelectorAll('input')];
    const svg = document.createElementNS(SVG, 'svg');
    svg.setAttribute('viewBox', `0 0 ${this.sliders.length} 1`);
    svg.setAttribute('preserveAspectRatio', 'none');
    svg.setAttribute('aria-hidden', 'true');
    this.recorded = line('recorded');
    this.drawn = line('drawn');
    svg.append(this.recorded, this.drawn);
    handles.prepend(svg);
    handles.addEventListener('input', () => this.changed());
    handles.addEventListener('pointermove', (event) => {
      if (event.buttons === 1) this.follow(event);
    });
    handles.addEventListener('pointerdown', (event) => this.follow(event));
    this.show();
  }

  get values(): number[] {
    return this.sliders.map(({ value }) => Number(value));
  }

  set values(values: number[]) {
    for (const [i, slider] of this.sliders.entries()) {
      if (Number.isFinite(values[i])) slider.value = String(values[i]);
    }
    this.changed();
  }

  /** Draws the recorded curve beside the reader's. */
  compare(answer: readonly number[]): void {
    this.recorded.setAttribute('points', this.points(answer));
  }

  /** The handle at the pointer goes where the pointer is. */
  private follow({ clientX, clientY }: PointerEvent): void {
    for (const slider of this.sliders) {
      const { left, right, top, bottom } = slider.getBoundingClientRect();
      if (clientX < left || clientX > right) continue;
      const { min, max } = slider;
      const share = Math.min(1, Math.max(0, (bottom - clientY) / (bottom - top)));
      slider.value = String(Number(min) + share * (Number(max) - Number(min)));
      this.changed();
    }
  }

  private changed(): void {
    this.touched = true;
    this.show();
  }

  private show(): void {
    this.drawn.setAttribute('points', this.points(this.values));
    for (const slider of this.sliders) {
      const said = slider.parentElement?.querySelector('output');
      if (said) said.textContent = Number(slider.value).toFixed(1).replace('-', '−');
    }
  }

  private points(values: readonly number[]): string {
    return values
      .map((y, i) => {
        const { min, max } = this.sliders[i];
        return `${i + 0.5},${1 - (y - Number(min)) / (Number(max) - Number(min))}`;
      })
      .join(' ');
  }
}

function line(name: string): SVGPolylineElement {
  const polyline = document.createElementNS(SVG, 'polyline');
  polyline.setAttribute('class', name);
  return polyline;
}
