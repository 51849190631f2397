import { createConfig, formatProblems, getTotals, lint } from '@redocly/openapi-core';

// Part of `npm run check`: checks the API description with Redocly's recommended rules, and some of ours.

const ENTRY = new URL('../../schemas/api/openapi.yaml', import.meta.url).pathname;

const config = await createConfig({
  extends: ['recommended'],
  rules: {
    'operation-description': 'error',
    'operation-4xx-response': 'error',
    // Signing in with OpenID Connect goes from page to page: these operations answer with redirects alone.
    'operation-2xx-response': 'off',
    'no-unused-components': 'error',
    'no-invalid-schema-examples': 'error',
    'no-invalid-parameter-examples': 'error',
    'no-invalid-media-type-examples': 'error',
    'rule/request-body-has-example': {
      severity: 'error',
      subject: { type: 'MediaType' },
      where: [{ subject: { type: 'RequestBody' }, assertions: { defined: true } }],
      assertions: { requireAny: ['example', 'examples'] },
    },
  },
});

const problems = await lint({ ref: ENTRY, config });
formatProblems(problems, { format: 'codeframe', totals: getTotals(problems), version: '' });
if (problems.length > 0) process.exitCode = 1;
