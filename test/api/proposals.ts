import { expect } from 'vitest';
import type { ChangeRequest } from '../../schemas/types/api.js';
import { bodyOf } from './answers.js';
import type { Person } from './server.js';

export interface Stage extends Record<string, unknown> {
  readonly stage: string;
}

/** The stages of a preview. */
export async function previewed(by: Person, id: number, body: object = {}): Promise<readonly Stage[]> {
  const response = await by.request('POST', `/v1/change-requests/${id}/preview`, body);
  expect(response.status, await response.clone().text()).toBe(200);
  expect(response.headers.get('content-type')).toBe('application/x-ndjson; charset=utf-8');
  return (await response.text())
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Stage);
}

/** A change request with some of the book's text replaced. */
export async function changed(
  by: Person,
  ...edits: readonly (readonly [file: string, from: string, to: string])[]
): Promise<ChangeRequest> {
  let made = await by.done('POST', '/v1/change-requests', { title: 'A change' });
  for (const [file, from, to] of edits) {
    const path = `/v1/change-requests/${made.id}/files/rules/${file}` as const;
    const text = await (await by.request('GET', path)).text();
    expect(text).toContain(from);
    const response = await by.request('PUT', path, text.replace(from, to), {
      'if-match': `"${made.revision}"`,
      'content-type': 'application/yaml',
    });
    made = await bodyOf(response);
  }
  return made;
}

export const stageOf = (stages: readonly Stage[], name: string): Stage => {
  const found = stages.find(({ stage }) => stage === name);
  if (found === undefined) throw new Error(`no ${name} in ${stages.map(({ stage }) => stage).join()}`);
  return found;
};
