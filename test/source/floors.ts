import type { Import } from './imports.js';

/*
 * The floors of both packages. A folder may import from itself and from the folders that are named for it; `docs/
 * architecture.md` explains their order.
 */

/** Every folder may import these; they import no other folder. */
const GROUND = ['domain-error', 'thread-calls', 'turn'];

const PURE = ['book', 'pricing', 'analysis', 'editing'];

export const SERVER: Readonly<Record<string, readonly string[]>> = {
  'api-description': ['book'],
  book: [],
  pricing: ['book'],
  editing: ['book'],
  analysis: ['pricing', 'book'],
  store: GROUND,
  audit: ['store', 'book', ...GROUND],
  access: ['audit', 'store', 'book', ...GROUND],
  releases: ['audit', 'store', 'pricing', 'book', ...GROUND],
  recording: ['releases', 'store', ...PURE],
  compiler: ['recording', 'releases', 'access', 'audit', 'store', ...PURE, ...GROUND],
  'change-requests': ['compiler', 'releases', 'access', 'audit', 'store', ...PURE, ...GROUND],
  previews: ['change-requests', 'compiler', 'releases', ...PURE, ...GROUND],
  snapshot: ['compiler', 'releases', 'access', 'book'],
  // The handlers call the folders below; they make no queries themselves.
  http: [
    'previews',
    'change-requests',
    'compiler',
    'recording',
    'releases',
    'access',
    'audit',
    'database-follower',
    ...PURE,
    ...GROUND,
  ],
};

/** What several pages of the console share. */
const SHARED = ['api', 'layout', 'book', 'comparison', 'charts', 'editing', 'yaml'];

export const CONSOLE: Readonly<Record<string, readonly string[]>> = {
  api: [],
  layout: ['api'],
  book: ['api', 'layout'],
  charts: ['api', 'layout'],
  comparison: ['api', 'layout', 'book'],
  editing: ['api', 'layout', 'book', 'comparison'],
  yaml: ['api', 'layout', 'book', 'editing'],
  'api-keys': SHARED,
  audit: SHARED,
  'change-requests': SHARED,
  people: SHARED,
  prices: SHARED,
  quotes: SHARED,
  releases: SHARED,
  rules: SHARED,
  'sign-in': SHARED,
};

/** Messages about imports from a folder that may not be imported. */
export function wrongWay(
  root: string,
  floors: Readonly<Record<string, readonly string[]>>,
  imports: readonly Import[],
): readonly string[] {
  return imports.flatMap(({ from, to }) => {
    const [own, other] = [floorOf(root, from), floorOf(root, to)];
    const below = own === undefined ? undefined : floors[own];
    if (below === undefined || other === undefined || own === other || below.includes(other)) return [];
    return [`${from} imports ${to}: ${own}/ may import from ${below.join(', ') || 'itself only'}`];
  });
}

/** The folder right under the root, or the file's own name where it is in none; undefined outside of the root. */
function floorOf(root: string, path: string): string | undefined {
  return path.startsWith(`${root}/`) ? path.slice(root.length + 1).split('/')[0] : undefined;
}
