/** The Markdown tree as this book reads it, and the few walks over it. */

export interface Point {
  line: number;
  column: number;
  offset?: number;
}

export interface Attribute {
  type: 'mdxJsxAttribute' | 'mdxJsxExpressionAttribute';
  name?: string;
  value?: string | null | { value: string; data?: { estree?: Program } };
  position?: { start: Point };
}

/** A node of mdast, MDX included; only the fields that this book touches. */
export interface Node {
  type: string;
  name?: string | null;
  value?: string;
  url?: string;
  title?: string | null;
  alt?: string | null;
  depth?: number;
  lang?: string | null;
  attributes?: Attribute[];
  children?: Node[];
  position?: { start: Point; end?: Point };
  data?: {
    hName?: string;
    hProperties?: Record<string, unknown>;
    hChildren?: unknown[];
    estree?: Program;
  };
}

/** The part of an ESTree program that tells a comment or a plain number from logic. */
export interface Program {
  body: { type: string; expression?: { type: string; value?: unknown } }[];
}

/** Visits every node, parents first, in reading order. */
export function walk(node: Node, visit: (node: Node, ancestors: readonly Node[]) => void): void {
  const descend = (current: Node, ancestors: readonly Node[]) => {
    visit(current, ancestors);
    const within = [...ancestors, current];
    for (const child of [...(current.children ?? [])]) descend(child, within);
  };
  descend(node, []);
}

/** Replaces children bottom up: `replace` gives what takes a node's place. */
export function rewrite(node: Node, replace: (node: Node) => Node[]): void {
  if (!node.children) return;
  for (const child of node.children) rewrite(child, replace);
  node.children = node.children.flatMap(replace);
}

/** The component that a node is, by name; undefined for text and for plain elements such as `<kbd>`. */
export function componentName(node: Node): string | undefined {
  return isJsx(node) && node.name && /^[A-Z]/.test(node.name) ? node.name : undefined;
}

export function isJsx(node: Node): boolean {
  return node.type === 'mdxJsxFlowElement' || node.type === 'mdxJsxTextElement';
}

export function attributeOf(node: Node, name: string): Attribute | undefined {
  return node.attributes?.find((attribute) => attribute.name === name);
}

/** An attribute's value as text; `{3}` reads as "3". undefined when absent or when it is logic. */
export function propOf(node: Node, name: string): string | undefined {
  const attribute = attributeOf(node, name);
  return attribute && literalOf(attribute);
}

/** What an attribute says, if it is a string or a plain number. */
export function literalOf({ type, value }: Attribute): string | undefined {
  if (type !== 'mdxJsxAttribute' || value === null || value === undefined) return undefined;
  if (typeof value === 'string') return value;
  const expression = value.data?.estree?.body[0]?.expression;
  if (expression?.type !== 'Literal') return undefined;
  return ['number', 'string'].includes(typeof expression.value) ? String(expression.value) : undefined;
}

export function setProp(node: Node, name: string, value: string): void {
  node.attributes = (node.attributes ?? []).filter((attribute) => attribute.name !== name);
  node.attributes.push({ type: 'mdxJsxAttribute', name, value });
}

/** The words of a node and its children; formulas read as their TeX. */
export function textOf(node: Node): string {
  return node.value ?? (node.children ?? []).map(textOf).join('');
}

/** A node that becomes the HTML element `name`. */
export function element(name: string, properties: Record<string, unknown>, children: Node[]): Node {
  return { type: 'bookElement', data: { hName: name, hProperties: properties }, children };
}

export function startOf(node: { position?: { start: Point } }): Point {
  return node.position?.start ?? { line: 1, column: 1 };
}
