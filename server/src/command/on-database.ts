import { existsSync } from 'node:fs';
import { userInfo } from 'node:os';
import { join } from 'node:path';
import type { Actor } from '../access/actor.js';
import { PERMISSIONS } from '../access/permissions.js';
import { BookCompiler } from '../compiler/book-compiler.js';
import { tasksHere } from '../compiler/book-work.js';
import { CompiledReleases } from '../compiler/compiled-releases.js';
import type { ReleaseContext } from '../compiler/release-context.js';
import { loadSchemas } from '../compiler/schema-files.js';
import { DomainError } from '../domain-error.js';
import { hasReleases } from '../releases/first-release.js';
import { FolderError } from '../releases/rules-folder.js';
import { readStoreLocation } from '../settings.js';
import { DATABASE_FILE, Store } from '../store/store.js';
import { EXIT, type Output } from './printing/output.js';

/**
 * Runs a command on the database that the environment names, and closes it.
 *
 * @returns the command's exit code; errors are printed in a line
 */
export async function onDatabase(
  env: NodeJS.ProcessEnv,
  output: Output,
  work: (context: ReleaseContext) => Promise<number>,
): Promise<number> {
  let store: Store | undefined;
  try {
    store = await openStore(env);
    const compiler = new BookCompiler(loadSchemas());
    const log = { error: (_details: object, message: string) => output.err.write(`ratecard: ${message}\n`) };
    const releases = new CompiledReleases(store, compiler, tasksHere(compiler, store), Date.now, log);
    await releases.refresh();
    return await work({ store, releases, clock: Date.now });
  } catch (error) {
    if (!(error instanceof DomainError || error instanceof FolderError)) throw error;
    output.err.write(`ratecard: ${error.message}\n`);
    return EXIT.failed;
  } finally {
    await store?.close();
  }
}

async function openStore(env: NodeJS.ProcessEnv): Promise<Store> {
  const location = readStoreLocation(env);
  if (typeof location === 'string') throw new DomainError('invalid', location);
  if (location.kind === 'sqlite' && !existsSync(join(location.folder, DATABASE_FILE))) {
    throw new DomainError(
      'not_found',
      `no database in ${location.folder}: start \`ratecard serve\` once, or set RATECARD_DATA or DATABASE_URL`,
    );
  }
  const store = await Store.open(location);
  if (await hasReleases(store)) return store;
  await store.close();
  throw new DomainError('not_found', 'the database holds no price book yet: start `ratecard serve` once');
}

/** A person who can open the database may do anything; the log has the name of their account on the machine. */
export function commandActor(): Actor {
  return {
    kind: 'command',
    name: `command:${userInfo().username}`,
    role: 'the command',
    permissions: new Set(PERMISSIONS),
  };
}
