import type { SourceFile } from '../book/source-file.js';
import type { Desk } from '../releases/desk.js';
import { type CompiledBook, digestOf } from '../releases/release.js';

/** Compiles a folder's book as the database would. */
export function readProposal({ releases }: Desk, files: readonly SourceFile[]): CompiledBook {
  return releases.compiler.compile(digestOf(files), files);
}
