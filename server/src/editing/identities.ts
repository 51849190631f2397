import type { YamlNode } from '../book/yaml/yaml-node.js';

/** A part of a rule set, by what it is and not by where it stands. */
export interface Part {
  /** A key; `[kling-3-pro]` for a rule by its id; `[duration=5]` for a row or a column by its conditions. */
  readonly identity: string;
  /** The step of a JSON pointer to it. */
  readonly step: string;
  readonly node: YamlNode;
  /** The columns of the table that it stands in, by their conditions. */
  readonly columns: readonly string[];
}

/**
 * The parts of a node by what they are: a rule by its id, a row or column by its conditions, a price by its column. So
 * merges hold on to them when rows move. Undefined where parts have no identity, as in a list of choices: such a node
 * is one value.
 *
 * @param name the key that the node stands under
 * @param columns of the table that it stands in
 */
export function partsOf(
  node: YamlNode,
  name: string,
  columns: readonly string[],
): ReadonlyMap<string, Part> | undefined {
  if (node.kind === 'scalar') return undefined;
  if (node.kind === 'map') {
    const within = columnsOf(node) ?? columns;
    return new Map(
      [...node.entries].map(([key, { node: child }]) => [
        key,
        { identity: key, step: key, node: child, columns: within },
      ]),
    );
  }
  const identities =
    name === 'prices' && node.items.length === columns.length
      ? columns
      : (unique(node.items.map(identityOf)) ?? unique(node.items.map(titleOf)));
  if (identities === undefined) return undefined;
  return new Map(
    node.items.map((item, index) => {
      const identity = identities[index] ?? '';
      return [identity, { identity, step: String(index), node: item, columns }];
    }),
  );
}

/** The columns of a table by their conditions; by their titles where conditions do not tell them apart. */
export function columnsOf(table: YamlNode): readonly string[] | undefined {
  const columns = table.kind === 'map' && table.entries.has('rows') ? table.entries.get('columns')?.node : undefined;
  if (columns?.kind !== 'map') return undefined;
  const byConditions = unique([...columns.entries.values()].map(({ node }) => `[${conditions(node)}]`));
  return byConditions ?? [...columns.entries.keys()];
}

function identityOf(item: YamlNode): string | undefined {
  if (item.kind !== 'map') return undefined;
  const id = item.entries.get('id')?.node;
  if (id?.kind === 'scalar') return `[${id.text}]`;
  // A table has rows of its own; its title is what people know it by.
  const when = item.entries.has('rows') ? undefined : item.entries.get('when')?.node;
  return when === undefined ? titleOf(item) : `[${conditions(when)}]`;
}

function titleOf(item: YamlNode): string | undefined {
  const title = item.kind === 'map' ? item.entries.get('title')?.node : undefined;
  return title?.kind === 'scalar' ? `[${title.text}]` : undefined;
}

/** Conditions in one order, whatever order they are written in: `batch=1,quality=hd`. */
function conditions(node: YamlNode): string {
  if (node.kind === 'scalar') return node.text;
  if (node.kind === 'list') return node.items.map(conditions).join('|');
  return [...node.entries]
    .map(([key, { node: value }]) => `${key}=${value.kind === 'map' ? `(${conditions(value)})` : conditions(value)}`)
    .sort()
    .join(',');
}

function unique(identities: readonly (string | undefined)[]): readonly string[] | undefined {
  const known = identities.filter((identity) => identity !== undefined);
  return known.length === identities.length && new Set(known).size === known.length ? known : undefined;
}
