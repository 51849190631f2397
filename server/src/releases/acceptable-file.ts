import { checkSource, decodeSource, type SourceFile } from '../book/yaml/source-file.js';
import { DomainError } from '../domain-error.js';

const PATH = /^rules\/(?:[A-Za-z0-9_][\w.-]{0,63}\/){0,8}[A-Za-z0-9_][\w.-]{0,63}\.ya?ml$/;

/** @throws DomainError invalid when the path or the text cannot be a rule set's at all, whatever it says */
export function acceptableFile(path: string, bytes: Uint8Array | string): SourceFile {
  if (!PATH.test(path) || path.includes('..')) {
    const hint = 'write rules/NAME.yaml, of letters, digits, dots, dashes and underscores';
    throw new DomainError('invalid', `\`${path.slice(0, 200)}\` is not a path of a rule set: ${hint}`);
  }
  const decoded = typeof bytes === 'string' ? checkSource(path, bytes) : decodeSource(path, bytes);
  if ('text' in decoded) return decoded;
  throw new DomainError(
    'invalid',
    `${path}:${decoded.line}:${decoded.column}: ${decoded.message}; ${decoded.hint ?? ''}`,
    {
      problems: [decoded],
    },
  );
}
