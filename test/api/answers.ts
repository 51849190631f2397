import type { BatchAnswer, Problem, Quote } from '../../schemas/types/api.js';

/** A response whose type of body follows from the requested address; `answer` exists only for the type. */
export type Answered<Body> = Response & { readonly answer?: Body };

/** The fields of all problems; which of them occur depends on the code, and every answer is compared with the description. */
export type AnyProblem = {
  readonly [Name in KeyOfAny<Problem>]: FieldOfAny<Problem, Name>;
};

type KeyOfAny<Union> = Union extends unknown ? keyof Union : never;
type FieldOfAny<Union, Name extends PropertyKey> = Union extends { readonly [Key in Name]?: infer Value }
  ? NonNullable<Value>
  : never;

/** The body of an answer that went well. Every answer is compared with the description where it is received. */
export async function bodyOf<Body>(response: Answered<Body> | Promise<Answered<Body>>): Promise<Body> {
  return (await (await response).json()) as Body; // Compared with the description of this address by `assertDescribed`.
}

/** The body of an answer that is a problem. */
export async function problemOf(response: Response | Promise<Response>): Promise<AnyProblem> {
  return (await (await response).json()) as AnyProblem; // As above.
}

/** The items of a batch, each with its quote or its problem. */
export async function itemsOf(
  response: Answered<BatchAnswer> | Promise<Answered<BatchAnswer>>,
): Promise<readonly { readonly quote?: Quote; readonly error?: AnyProblem }[]> {
  const { items } = await bodyOf(response);
  return items as Awaited<ReturnType<typeof itemsOf>>; // A problem has some of the fields of all problems.
}
