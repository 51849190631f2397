import type { YamlNode } from '../../book/yaml/yaml-node.js';
import { sha256Of } from '../../releases/release.js';

/** What storing a rule set's text takes, beside the text. */
export interface TextDescription {
  readonly sha256: string;
  /** The products that the text names. */
  readonly products: readonly string[];
}

/** Describes a text by its hash and by what it says, which takes a while for a large one. */
export function describeText(text: string, root: YamlNode | undefined): TextDescription {
  return { sha256: sha256Of(text), products: productsNamedIn(root) };
}

/** The ids of the products that a rule set names: those it declares, and those its conditions ask for. */
function productsNamedIn(root: YamlNode | undefined): readonly string[] {
  const found = new Set<string>();
  const visit = (node: YamlNode): void => {
    if (node.kind === 'list') node.items.forEach(visit);
    if (node.kind !== 'map') return;
    for (const [key, { node: value }] of node.entries) {
      if (key === 'products' && value.kind === 'map') for (const id of value.entries.keys()) found.add(id);
      if (key === 'product') for (const one of value.kind === 'list' ? value.items : [value]) add(one);
      visit(value);
    }
  };
  const add = (node: YamlNode): void => {
    if (node.kind === 'scalar' && typeof node.value === 'string') found.add(node.value);
  };
  if (root !== undefined) visit(root);
  return [...found].sort();
}
