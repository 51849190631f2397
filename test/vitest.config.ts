import { defineConfig } from 'vitest/config';
import { LONG } from './long-runs.js';

const common = {
  root: new URL('..', import.meta.url).pathname,
  testTimeout: 60_000,
  hookTimeout: 60_000,
  // Test files share their imports, since importing takes longer than most of the tests.
  isolate: false,
};

const SHORT_ON_POSTGRES = ['change-requests', 'histories', 'recorded-quotes', 'audit'].map(
  (name) => `test/api/${name}.test.ts`,
);

export default defineConfig({
  test: {
    ...common,
    globalSetup: ['test/global-setup.ts'],
    maxWorkers: 2,
    // The OpenID provider of the tests says much about how it should be set up in production.
    onConsoleLog: (log) => !log.includes('oidc-provider'),
    projects: [
      {
        extends: true,
        test: {
          ...common,
          name: 'unit',
          include: ['test/**/*.test.ts'],
          exclude: ['test/api/**', 'test/browser/**', '**/node_modules/**'],
        },
      },
      {
        extends: true,
        test: { ...common, name: 'browser', include: ['test/browser/**/*.test.ts'] },
      },
      // The whole API suite, once on each database; in a short run, on PostgreSQL only the tests of code with queries of its own.
      ...(['sqlite', 'postgres'] as const).map((database) => ({
        extends: true as const,
        test: {
          ...common,
          name: `api on ${database}`,
          include: LONG || database === 'sqlite' ? ['test/api/**/*.test.ts'] : SHORT_ON_POSTGRES,
          env: { RATECARD_TEST_DATABASE: database },
        },
      })),
    ],
  },
});
