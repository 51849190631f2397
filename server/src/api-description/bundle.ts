import { parse } from 'yaml';
import { isList, type Json, type JsonObject, objectAt } from './json.js';

/**
 * Joins the files of the API description into one document. A file names what stands in another as
 * `$ref: problems.yaml#/components/schemas/Problem`; in the document, everything is under `#/components`.
 *
 * @param entry the file that lists all paths
 * @param read gives the text of a file by its name
 * @throws Error when two files have a component of the same name, or the entry lists a path that its file does not have
 */
export function bundle(entry: string, read: (file: string) => string): JsonObject {
  const files = new Map<string, JsonObject>();
  const components: Record<string, Record<string, Json>> = {};
  const load = (file: string): JsonObject => {
    const known = files.get(file);
    if (known !== undefined) return known;
    const tree: JsonObject = parse(read(file));
    files.set(file, tree);
    addComponents(components, tree, file);
    for (const other of filesNamedIn(tree)) load(other);
    return tree;
  };
  const { paths, ...rest } = load(entry);
  const listed = Object.entries(objectAt(paths)).map(([path, item]) => {
    const [file = ''] = String(objectAt(item)['$ref']).split('#');
    const found = objectAt(load(file)['paths'])[path];
    if (found === undefined) throw new Error(`${entry} lists ${path}, and ${file} does not have it`);
    return [path, found] as const;
  });
  return objectAt(withLocalRefs({ ...rest, paths: Object.fromEntries(listed), components }));
}

function addComponents(into: Record<string, Record<string, Json>>, tree: JsonObject, file: string): void {
  for (const [kind, named] of Object.entries(objectAt(tree['components']))) {
    const known = into[kind] ?? {};
    into[kind] = known;
    for (const [name, component] of Object.entries(objectAt(named))) {
      if (known[name] !== undefined) throw new Error(`${file} has a second component ${kind}/${name}`);
      known[name] = component;
    }
  }
}

function filesNamedIn(tree: Json): ReadonlySet<string> {
  const found = new Set<string>();
  mapRefs(tree, (ref) => {
    const [file] = ref.split('#');
    if (file) found.add(file);
    return ref;
  });
  return found;
}

function withLocalRefs(tree: Json): Json {
  return mapRefs(tree, (ref) => ref.slice(ref.indexOf('#')));
}

/** A copy of the tree in which each `$ref` is what the function makes of it. */
function mapRefs(tree: Json, change: (ref: string) => string): Json {
  if (isList(tree)) return tree.map((item) => mapRefs(item, change));
  if (typeof tree !== 'object' || tree === null) return tree;
  return Object.fromEntries(
    Object.entries(tree).map(([key, value]) => [
      key,
      key === '$ref' && typeof value === 'string' ? change(value) : mapRefs(value, change),
    ]),
  );
}
