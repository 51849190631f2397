import type { Request, Response } from 'express';
import type { SourceFile } from '../../book/yaml/source-file.js';
import type { ReleaseContext } from '../../compiler/release-context.js';
import { DomainError } from '../../domain-error.js';
import { acceptedType } from './accepted-type.js';
import { sendBody, sendJson } from './send-body.js';

const FORMATS = ['application/yaml', 'application/json'] as const;

/** What of a rule set is asked for: its text, or what it says. */
export function fileType(request: Request, response: Response): (typeof FORMATS)[number] {
  return acceptedType(request, response, FORMATS);
}

/**
 * A rule set as its text, or as JSON by `Accept`.
 *
 * @throws DomainError invalid for JSON of a text that is no YAML
 */
export async function sendFile(
  context: ReleaseContext,
  request: Request,
  response: Response,
  file: SourceFile,
): Promise<void> {
  if (fileType(request, response) === 'application/yaml') {
    sendBody(response, 200, 'application/yaml; charset=utf-8', file.text);
    return;
  }
  const { value, problems } = await context.releases.work.run('content', { file });
  if (value !== undefined) {
    sendJson(response, 200, value);
    return;
  }
  const [first] = problems;
  const where = `${file.path}:${first?.line ?? 1}:${first?.column ?? 1}`;
  throw new DomainError('invalid', `the file is not YAML (${where}: ${first?.message ?? 'it is empty'})`, { problems });
}
