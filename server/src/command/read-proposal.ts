import type { SourceFile } from '../book/yaml/source-file.js';
import type { ReleaseContext } from '../compiler/release-context.js';
import { type CompiledBook, digestOf, problemsOf } from '../releases/release.js';

/** Compiles a folder's book as the database would: a book that is in it already may be as it was released. */
export function readProposal({ releases }: ReleaseContext, files: readonly SourceFile[]): CompiledBook {
  const digest = digestOf(files);
  const compiled = releases.compiler.compile(digest, files);
  const problems = problemsOf(
    compiled,
    releases.headers.some((header) => header.digest === digest),
  );
  return problems.length === 0 ? compiled : { ok: false, problems };
}
