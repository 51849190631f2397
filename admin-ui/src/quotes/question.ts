import type { Facts } from '../../../schemas/types/api.js';

/** The question as the form has it. */
export interface Question {
  readonly product: string;
  readonly options: Facts;
  readonly context: Facts;
  /** An instant with its zone; empty for now. */
  readonly at: string;
}

/** The question as the API takes it, without the facts that keep their default. */
export function questionBody({ product, options, context, at }: Question): Readonly<Record<string, unknown>> {
  return {
    product,
    ...(Object.keys(options).length === 0 ? {} : { options }),
    ...(Object.keys(context).length === 0 ? {} : { context }),
    ...(at === '' ? {} : { at }),
  };
}
