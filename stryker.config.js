/**
 * `npm run mutation`: changes the decision, the policy and the rules in every way Stryker knows, one at a time, and lists
 * the changes that no test detects. Fails below 90 % detected. One folder takes much less time:
 * `npm run mutation -- --mutate 'shared/rules/deadline/**'`.
 */
export default {
  mutate: ['shared/decision/**/*.ts', 'shared/policy/**/*.ts', 'shared/rules/**/*.ts'],
  testRunner: 'vitest',
  plugins: ['@stryker-mutator/vitest-runner'],
  vitest: { configFile: 'vitest.mutation.config.ts', related: false },
  coverageAnalysis: 'perTest',
  // What runs once, as a module loads (the schemas, mostly), would need all tests in a fresh process for each change.
  ignoreStatic: true,
  concurrency: 2,
  // Well above what a busy machine needs: a change that merely ran slowly must not count as detected.
  timeoutMS: 20_000,
  thresholds: { high: 95, low: 90, break: 90 },
  reporters: ['clear-text', 'progress-append-only'],
  clearTextReporter: { allowColor: false, reportTests: false },
  // The copy that is changed holds only what the tests read.
  ignorePatterns: ['/*', '!/shared', '!/test', '!/package.json', '!/vitest.mutation.config.ts'],
  // Stryker rewrites tsconfig.json by TypeScript's old interface, which TypeScript 7 no longer has; vitest reads none.
  tsconfigFile: 'no-such-file.json',
};
