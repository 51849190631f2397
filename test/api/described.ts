import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import { readSchema } from '../../server/src/compiler/schema-files.js';

interface Operation {
  readonly responses: Readonly<Record<string, DescribedAnswer>>;
}

interface DescribedAnswer {
  readonly $ref?: string;
  readonly content?: Readonly<Record<string, unknown>>;
  readonly headers?: Readonly<Record<string, { readonly $ref: string }>>;
}

export interface Description {
  readonly openapi: string;
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: {
    readonly responses: Readonly<Record<string, DescribedAnswer>>;
    readonly headers: Readonly<Record<string, { readonly required?: boolean }>>;
  };
}

export const description = readSchema('dist/openapi.json') as Description;
const ajv = new Ajv2020({ strict: false, allErrors: true });
formats.default(ajv);
ajv.addSchema(description, 'openapi');
const validators = new Map<string, ValidateFunction>();

const pointerStep = (text: string) => text.replaceAll('~', '~0').replaceAll('/', '~1');

/** Described paths as patterns, those without parameters first. */
const PATTERNS = Object.keys(description.paths)
  .sort((a, b) => a.split('{').length - b.split('{').length)
  .map((path) => {
    const pattern = path
      .replaceAll('.', '\\.')
      .replace('{path}', '.+')
      .replace(/\{\w+\}/g, '[^/]+');
    return { path, pattern: new RegExp(`^${pattern}$`) };
  });

/** The schema of an answer by the description; undefined when there is no such answer in it. */
export function validatorOf(path: string, method: string, status: number, type: string): ValidateFunction | undefined {
  const described = description.paths[path]?.[method]?.responses[status];
  if (described === undefined) return undefined;
  const base = described.$ref?.slice(1) ?? `/paths/${pointerStep(path)}/${method}/responses/${status}`;
  const ref = `openapi#${base}/content/${pointerStep(type)}/schema`;
  const validate = validators.get(ref) ?? ajv.compile({ $ref: ref });
  validators.set(ref, validate);
  return validate;
}

/** The last step of a reference, which is a component's name. */
const nameIn = (ref: string) => ref.split('/').at(-1) ?? '';

/** Headers that an answer must have by the description and does not have. */
function missingHeaders(described: DescribedAnswer, response: Response): readonly string[] {
  const { $ref } = described;
  const { headers = {} } = $ref === undefined ? described : (description.components.responses[nameIn($ref)] ?? {});
  return Object.entries(headers)
    .filter(([name, { $ref }]) => description.components.headers[nameIn($ref)]?.required && !response.headers.has(name))
    .map(([name]) => name);
}

/**
 * Compares a real answer in any test with the description: its path, method, status,
 * headers and body.
 * Answers that are not described, such as those to unknown addresses and methods, are left to their own tests.
 */
export async function assertDescribed(method: string, address: string, response: Response): Promise<void> {
  const { pathname } = new URL(address, 'http://x');
  const path = PATTERNS.find(({ pattern }) => pattern.test(pathname))?.path;
  const verb = method.toLowerCase();
  const { status } = response;
  if (path === undefined || description.paths[path]?.[verb] === undefined || status === 405) return;
  const described = description.paths[path]?.[verb]?.responses[status];
  if (described === undefined) throw new Error(`${method} ${path} describes no ${status}`);
  const missing = missingHeaders(described, response);
  if (missing.length > 0) throw new Error(`${method} ${path} ${status} has no ${missing.join()}`);
  const type = (response.headers.get('content-type') ?? '').split(';')[0] ?? '';
  if (!type.endsWith('json')) return;
  const text = await response.clone().text();
  const validate = validatorOf(path, verb, status, type);
  for (const body of type === 'application/x-ndjson' ? text.trim().split('\n') : [text]) {
    if (validate?.(JSON.parse(body))) continue;
    throw new Error(
      `${method} ${path} ${status} is not as described: ${JSON.stringify(validate?.errors?.slice(0, 5))}`,
    );
  }
}
