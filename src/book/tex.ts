/** Formulas: those written `$$ … $$` on one line become displays, and each is compiled before it is trusted. */

import katex from 'katex';
import { macros } from './macros.ts';
import { element, type Node, type Point, rewrite, startOf } from './tree.ts';

/**
 * remark-math takes `$$ x $$` on one line for inline maths. In this book two dollars are always a display: the
 * paragraph around it is split, so that a sentence may follow on the next line.
 */
export function displayTex(tree: Node, source: string): void {
  rewrite(tree, (node) => (node.type === 'paragraph' ? splitParagraph(node, source) : [node]));
}

function splitParagraph(paragraph: Node, source: string): Node[] {
  const parts: Node[] = [];
  let sentence: Node[] = [];
  const close = () => {
    if (sentence.some((node) => textOfNode(node).trim() !== '')) {
      parts.push({ ...paragraph, position: sentence[0]?.position, children: trimmed(sentence) });
    }
    sentence = [];
  };
  for (const node of paragraph.children ?? []) {
    if (node.type === 'inlineMath' && opensWithTwo(node, source)) {
      close();
      parts.push(display(node));
    } else sentence.push(node);
  }
  close();
  const split = parts.some((part) => part.type === 'math');
  return split ? parts : [paragraph];
}

function opensWithTwo(node: Node, source: string): boolean {
  const { offset } = startOf(node);
  return offset !== undefined && source.startsWith('$$', offset);
}

/** The node that remark-math makes of a display. */
function display({ value = '', position }: Node): Node {
  const code = {
    type: 'element',
    tagName: 'code',
    properties: { className: ['language-math', 'math-display'] },
    children: [{ type: 'text', value }],
  };
  return { type: 'math', value, position, data: { hName: 'pre', hChildren: [code] } };
}

const textOfNode = (node: Node): string => (node.type === 'text' ? (node.value ?? '') : 'x');

function trimmed(nodes: Node[]): Node[] {
  return nodes.map((node, index) => {
    if (node.type !== 'text' || node.value === undefined) return node;
    let value = node.value;
    if (index === 0) value = value.trimStart();
    if (index === nodes.length - 1) value = value.trimEnd();
    return { ...node, value };
  });
}

/**
 * Compiles one formula strictly. Returns what is wrong and where it stands in the file, or undefined.
 * rehype-katex itself never fails a build: it ships what it cannot read as red text.
 */
export function checkTex(node: Node, source: string): { at: Point; says: string } | undefined {
  const { value = '' } = node;
  try {
    katex.renderToString(value, {
      displayMode: node.type === 'math',
      throwOnError: true,
      strict: 'error',
      macros: { ...macros },
    });
    return undefined;
  } catch (error) {
    const { rawMessage, message, position = 0 } = error as Error & { rawMessage?: string; position?: number };
    const reason = (rawMessage ?? message).replace(
      "LaTeX-incompatible input and strict mode is set to 'error': ",
      '',
    );
    return {
      at: pointIn(node, source, position),
      says: `TeX does not compile: ${reason}, in ${excerpt(value)}`,
    };
  }
}

/** Where character `index` of a formula stands in the file. */
function pointIn(node: Node, source: string, index: number): Point {
  const start = startOf(node);
  const begins = source.indexOf(node.value ?? '', start.offset ?? 0);
  if (start.offset === undefined || begins < 0) return start;
  const before = source.slice(0, begins + index).split('\n');
  return { line: before.length, column: (before.at(-1)?.length ?? 0) + 1 };
}

function excerpt(tex: string): string {
  const line = tex.replace(/\s+/g, ' ').trim();
  return `$${line.length > 60 ? `${line.slice(0, 60)}…` : line}$`;
}

/**
 * The frame of a display: a scroller, so that a long formula never widens a phone's page, and its number as a
 * link to itself. The scroller takes the keyboard's focus, which the page's script withdraws where nothing scrolls.
 */
export function frameDisplay(math: Node, label?: { id: string; number: string }): Node {
  const name = label ? `Equation ${label.number}` : 'Formula';
  const scroller = element('div', { className: ['scroller'], tabIndex: 0, role: 'group', ariaLabel: name }, [
    math,
  ]);
  if (!label) return element('div', { className: ['display'] }, [scroller]);
  const number = element(
    'a',
    { className: ['number'], href: `#${label.id}`, ariaLabel: `Link to equation ${label.number}` },
    [{ type: 'text', value: `(${label.number})` }],
  );
  return element('div', { className: ['display', 'numbered'] }, [scroller, number]);
}
