import type { Response } from 'express';
import type { Impact, PreviewStage as PreviewStageJson } from '../../../../schemas/types/api.js';
import type { PreviewStage } from '../../previews/preview.js';
import { checkJson } from './check-json.js';
import { pricesText } from './comparison-json.js';
import { warningsJson } from './warning-json.js';

/**
 * Sends a preview as lines of JSON, each stage as soon as it is known. Whoever closes the connection cancels the rest.
 *
 * @param failed answers a fault that comes after the first line, when it is too late for a status
 */
export async function sendPreview(
  response: Response,
  stages: AsyncGenerator<PreviewStage>,
  failed: (error: unknown) => object,
): Promise<void> {
  const first = await stages.next();
  response.status(200);
  response.setHeader('Content-Type', 'application/x-ndjson; charset=utf-8');
  // Proxies that collect an answer before they pass it on would take the point out of stages.
  response.setHeader('X-Accel-Buffering', 'no');
  let gone = false;
  response.on('close', () => {
    gone = true;
  });
  try {
    for (let step = first; step.done !== true && !gone; step = await stages.next()) {
      response.write(`${await stageText(step.value)}\n`);
    }
  } catch (error) {
    response.write(`${JSON.stringify({ stage: 'failed', error: failed(error) })}\n`);
  } finally {
    await stages.return(undefined);
    response.end();
  }
}

/** A stage as JSON, in the API's words. */
async function stageText(stage: PreviewStage): Promise<string> {
  if (stage.stage === 'comparison') return `{"stage":"comparison","prices":${await pricesText(stage.comparison)}}`;
  return JSON.stringify(stageJson(stage));
}

function stageJson(stage: Exclude<PreviewStage, { stage: 'comparison' }>): PreviewStageJson {
  switch (stage.stage) {
    case 'checks':
      return { stage: stage.stage, checks: stage.checks.map(checkJson) };
    case 'warnings':
      return { stage: stage.stage, ...warningsJson(stage.warnings) };
    case 'impact':
      // Recorded options are known as JSON; they were facts when they were asked.
      return { stage: stage.stage, impact: stage.impact as Impact };
    case 'approvals':
      return { stage: stage.stage, needed: stage.needed.approvals, because: stage.needed.reasons };
    case 'edits':
    case 'problems':
    case 'progress':
      return stage;
  }
}
