/**
 * The files of MNIST on this page: those that the site serves, or those that the reader gives, in one bench for all of them.
 * They go to the worker and nowhere else. Loaded by the benches whose experiments can use them.
 */
import { type IdxFile, readIdx, refuseTooLarge } from '../../src/data/idx.ts';
import { describeMnist, mnistName, splitMnist } from '../../src/data/mnist.ts';
import type { MnistFile } from '../../src/runtime/protocol.ts';

interface Given extends MnistFile {
  idx: IdxFile;
}

/** The part of a bench that says what there is, and the bench's ear. */
interface Place {
  zone: HTMLElement;
  onFiles(files: MnistFile[]): void;
}

let held: MnistFile[] | undefined;
let says = '';
/** Good files that are not the whole yet, or may become more. */
let waiting: Given[] = [];
const places: Place[] = [];

/**
 * Listens for files in a bench, and tells it of those that the page has or gets.
 * @param addresses of the files that the site serves, if it does
 */
export function attach(zone: HTMLElement, addresses: string[] | undefined, onFiles: Place['onFiles']): void {
  const place = { zone, onFiles };
  places.push(place);
  if (addresses) {
    held ??= addresses.map((from) => ({ name: from.replace(/.*\//, ''), from }));
    onFiles(held);
    return;
  }
  if (held) tell(place);
  const input = zone.querySelector('input');
  input?.addEventListener('change', async () => {
    await take([...(input.files ?? [])], zone);
    // The same file may be chosen again, mended.
    input.value = '';
  });
  const bench = zone.closest<HTMLElement>('.bench') ?? zone;
  bench.addEventListener('dragover', (event) => {
    if (!event.dataTransfer?.types.includes('Files')) return;
    event.preventDefault();
    event.dataTransfer.dropEffect = 'copy';
    bench.dataset.over = '';
  });
  bench.addEventListener('dragleave', ({ relatedTarget }) => {
    if (!bench.contains(relatedTarget as Node | null)) delete bench.dataset.over;
  });
  bench.addEventListener('drop', (event) => {
    delete bench.dataset.over;
    const files = [...(event.dataTransfer?.files ?? [])];
    if (files.length === 0) return;
    event.preventDefault();
    void take(files, zone);
  });
}

/** Takes the files if they are MNIST's; or says in the zone what is wrong, and leaves all as it was. */
async function take(files: File[], zone: HTMLElement): Promise<void> {
  if (files.length === 0) return;
  let problem = '';
  write(zone, 'problem', '');
  try {
    const fresh: Given[] = [];
    for (const file of files) fresh.push(await read(file));
    accept(fresh);
  } catch (error) {
    problem = (error as Error).message;
  }
  write(zone, 'problem', problem);
}

async function read(file: File): Promise<Given> {
  refuseTooLarge(file);
  const { name } = file;
  const buffer = await file.arrayBuffer().catch(() => {
    throw new Error(`${name} cannot be read; a folder, perhaps: drop the files in it.`);
  });
  // A copy: the file may change or go away, what was checked may not.
  return { name, from: new Blob([buffer]), idx: await readIdx({ name, bytes: new Uint8Array(buffer) }) };
}

/** These files alone if they are enough, or together with those given before. */
function accept(fresh: Given[]): void {
  const kinds = fresh.map(({ idx }) => mnistName(idx));
  const together = [...waiting.filter(({ idx }) => !kinds.includes(mnistName(idx))), ...fresh];
  const whole = [fresh, together].find(isWhole);
  if (!whole) {
    if (new Set(kinds).size === kinds.length) waiting = together;
    splitMnist(together.map(({ idx }) => idx));
  } else {
    // Four are all there are; two may become four.
    waiting = whole.length < 4 ? whole : [];
    says = describeMnist(splitMnist(whole.map(({ idx }) => idx)));
    held = whole.map(({ name, from }) => ({ name, from }));
    for (const place of places) tell(place);
  }
}

function isWhole(files: Given[]): boolean {
  try {
    splitMnist(files.map(({ idx }) => idx));
    return true;
  } catch {
    return false;
  }
}

function tell({ zone, onFiles }: Place): void {
  write(zone, 'says', `${says}. Nothing leaves this page.`);
  write(zone, 'choose', 'Choose other files');
  write(zone, 'after', '');
  write(zone, 'problem', '');
  if (held) onFiles(held);
}

function write(zone: HTMLElement, part: string, text: string): void {
  const element = zone.querySelector(`[data-part=${part}]`);
  if (element && element.textContent !== text) element.textContent = text;
}
