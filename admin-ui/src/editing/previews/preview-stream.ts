import type {
  BookProblem,
  CheckResult,
  Impact,
  PreviewStage,
  PriceChanges,
  Warnings,
} from '../../../../schemas/types/api.js';
import { send } from '../../api/http.js';

/** What a change does, as far as it is known. */
export interface Preview {
  readonly edits?: number;
  readonly problems?: readonly BookProblem[];
  readonly prices?: PriceChanges;
  readonly checks?: readonly CheckResult[];
  readonly warnings?: Warnings;
  /** How many of the recorded quotes have been asked again. */
  readonly progress?: { readonly done: number; readonly of: number };
  readonly impact?: Impact;
  readonly approvals?: { readonly needed: number; readonly because: readonly string[] };
  readonly failure?: string;
  readonly complete: boolean;
}

/** The quotes of the last month are asked again. */
const DAYS = 30;

/** Asks for a preview, and gives what is known after each of its stages. */
export async function* previewOf(id: number, signal: AbortSignal): AsyncGenerator<Preview> {
  const path = `/v1/change-requests/${id}/preview`;
  const response = await send('POST', path, { body: { days: DAYS }, accept: 'application/x-ndjson', signal });
  let preview: Preview = { complete: false };
  for await (const line of linesOf(response)) {
    // The description says what the lines are.
    preview = withStage(preview, JSON.parse(line) as PreviewStage);
    yield preview;
  }
  yield { ...preview, complete: true };
}

async function* linesOf({ body }: Response): AsyncGenerator<string> {
  if (body === null) return;
  const reader = body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = '';
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    const lines = (rest + value).split('\n');
    rest = lines.pop() ?? '';
    yield* lines;
  }
  if (rest !== '') yield rest;
}

function withStage(preview: Preview, stage: PreviewStage): Preview {
  switch (stage.stage) {
    case 'edits':
      return { ...preview, edits: stage.edits };
    case 'problems':
      return { ...preview, problems: stage.problems };
    case 'comparison':
      return { ...preview, prices: stage.prices };
    case 'checks':
      return { ...preview, checks: stage.checks };
    case 'warnings':
      return { ...preview, warnings: { warnings: stage.warnings, left_out: stage.left_out } };
    case 'progress':
      return { ...preview, progress: { done: stage.done, of: stage.of } };
    case 'impact':
      return { ...preview, impact: stage.impact };
    case 'approvals':
      return { ...preview, approvals: { needed: stage.needed, because: stage.because } };
    case 'failed':
      return { ...preview, failure: stage.error.detail };
  }
}
