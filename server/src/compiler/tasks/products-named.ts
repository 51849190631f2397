import type { YamlNode } from '../../book/yaml/yaml-node.js';

/** The ids of the products that a rule set names: those it declares, and those its conditions ask for. */
export function productsNamedIn(root: YamlNode | undefined): readonly string[] {
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
