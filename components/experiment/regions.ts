/** Marks the named regions of a listing: `// #region draw` … `// #endregion` becomes an anchor and a tint. */
import type { ShikiTransformer } from 'shiki';

export function markRegions(id: string): ShikiTransformer {
  let region: string | undefined;
  return {
    name: 'regions',
    preprocess() {
      region = undefined;
    },
    line(node) {
      const text = textOf(node);
      const start = text.match(/#region (\S+)/)?.[1];
      if (start) {
        region = start;
        node.properties.id = `${id}-code-${start}`;
      }
      if (region) this.addClassToHast(node, 'region');
      if (text.includes('#endregion')) region = undefined;
    },
  };
}

interface Node {
  type: string;
  value?: string;
  children?: Node[];
}

function textOf(node: Node): string {
  return node.value ?? node.children?.map(textOf).join('') ?? '';
}
