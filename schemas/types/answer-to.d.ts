import type { Operations } from './api.js';

/** Such as `GET /v1/people`: a method, and a path as the API description writes it. */
export type OperationName = keyof Operations;

/** The JSON that an operation answers when it goes well; undefined where it answers without. */
export type AnswerOf<Name extends OperationName> = Operations[Name]['answers'][keyof Operations[Name]['answers']];

/**
 * The same by the address that is asked, with its values and its query: the answer to `GET` of
 * `/v1/releases/7/tables?file=prices/image.yaml` is `PriceTables`. Unknown, where no operation has the address, so that
 * nobody takes it for something.
 */
export type AnswerTo<Method extends string, Address extends string> = [Found<Method, Address>] extends [never]
  ? unknown
  : Found<Method, Address>;

type Found<Method extends string, Address extends string> = Address extends string
  ? {
      [Name in OperationName]: Name extends `${Method} ${infer Path}`
        ? Matches<Steps<Path>, Steps<WithoutQuery<Address>>> extends true
          ? AnswerOf<Name>
          : never
        : never;
    }[OperationName]
  : never;

type WithoutQuery<Address extends string> = Address extends `${infer Path}?${string}` ? Path : Address;

type Steps<Path extends string> = Path extends `${infer First}/${infer Rest}` ? [First, ...Steps<Rest>] : [Path];

/** Whether the steps of an address are those of a path; `{path}` is all the rest, any other `{name}` one step. */
type Matches<Path extends readonly string[], Address extends readonly string[]> = Path extends ['{path}']
  ? true
  : [Path, Address] extends [
        [infer Wanted, ...infer Next extends readonly string[]],
        [infer Step, ...infer Rest extends readonly string[]],
      ]
    ? Wanted extends `{${string}}`
      ? Matches<Next, Rest>
      : Step extends Wanted
        ? Matches<Next, Rest>
        : false
    : [Path, Address] extends [[], []]
      ? true
      : false;
