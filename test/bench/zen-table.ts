import { ZenEngine } from '@gorules/zen-engine';
import type { Question } from '../../server/dist/pricing/check-question.js';
import type { RateCard } from '../../server/dist/pricing/rate-card.js';

const INPUTS = ['product', 'duration', 'quality', 'audio'];

/**
 * The prices of a synthetic rate card as a decision table of GoRules Zen, one row a price, first hit. This is its
 * fastest set-up: the decision is made once, from a buffer.
 */
export function zenDecision(card: RateCard) {
  const rules = card.book.prices.map((rule, row) => {
    const cells: Record<string, string> = { _id: `r${row}`, price: rule.step === 'table' ? String(rule.price) : '0' };
    for (const condition of rule.when) {
      if ('fact' in condition) cells[condition.fact] = JSON.stringify(condition.value);
    }
    return cells;
  });
  const content = {
    nodes: [
      { id: 'in', type: 'inputNode', name: 'request', position: { x: 0, y: 0 } },
      {
        id: 'table',
        type: 'decisionTableNode',
        name: 'prices',
        position: { x: 1, y: 0 },
        content: {
          hitPolicy: 'first',
          inputs: INPUTS.map((field) => ({ id: field, name: field, field })),
          outputs: [{ id: 'price', name: 'price', field: 'price' }],
          rules,
        },
      },
      { id: 'out', type: 'outputNode', name: 'response', position: { x: 2, y: 0 } },
    ],
    edges: [
      { id: 'a', sourceId: 'in', targetId: 'table', type: 'edge' },
      { id: 'b', sourceId: 'table', targetId: 'out', type: 'edge' },
    ],
  };
  const engine = new ZenEngine();
  const decision = engine.createDecision(Buffer.from(JSON.stringify(content)));
  return {
    evaluate: async (question: Question): Promise<unknown> =>
      (await decision.evaluate({ product: question.product, ...question.options })).result,
    dispose: () => engine.dispose(),
  };
}
