import type { Actor } from '../access/actor.js';
import { requireLine } from '../access/require-line.js';
import { record } from '../audit/record.js';
import { formatInstant } from '../book/model/instant.js';
import type { ReleaseContext } from '../compiler/release-context.js';
import { insertRevision, updateChangeRequest } from '../store/queries/change-requests.js';
import type { ChangeRequest } from './change-request.js';
import { dismissApprovals } from './dismiss-approvals.js';
import { onRevision, requireOpen } from './edits/write-change-request.js';
import { readChangeRequest } from './read-change-request.js';

/**
 * Gives a change request another title or description. Its content stays; approvals are dismissed, since they were given
 * to a change that said something else of itself.
 */
export async function renameChangeRequest(
  context: ReleaseContext,
  actor: Actor,
  id: number,
  expectedRevision: number,
  words: { readonly title?: string; readonly description?: string },
): Promise<ChangeRequest> {
  return onRevision(
    context,
    id,
    expectedRevision,
    async (tx, request) => {
      requireOpen(request);
      const { description = request.description } = words;
      const title = words.title === undefined ? request.title : requireLine('title', words.title);
      if (title === request.title && description === request.description) return request;
      const revision = request.revision + 1;
      const at = formatInstant(context.clock());
      await insertRevision(
        tx,
        {
          change_request: id,
          revision,
          at,
          actor: actor.name,
          title,
          description,
          base: request.base,
          digest: request.digest,
        },
        [...request.edits].map(([path, sha256]) => ({ change_request: id, revision, path, sha256 })),
      );
      await updateChangeRequest(tx, id, { revision, updated_at: at });
      await record(tx, context.clock(), {
        actor: actor.name,
        action: 'change_request.renamed',
        changeRequest: id,
        reason: title,
        details: { revision, title, description },
      });
      await dismissApprovals(tx, context, actor, request, {
        because: 'the title or description was changed after it was approved',
      });
      return readChangeRequest(tx, id);
    },
    async (_db, { title, description }) => ({ current: { title, description }, yours: words }),
  );
}
