import { defineConfig } from 'vitest/config';
import { FULL_RUN_TAGS } from './test/full-run.ts';
import { SlowLast } from './test/runner/order/slow-last.ts';

// Property tests have the same inputs for every change.
process.env['TEST_SEED'] ??= '1';

/**
 * The tests that `npm run mutation` runs again for each change: the fast ones, with the same result every time. With
 * MUTATION_TESTS, only the files that match its patterns, separated by spaces: much faster, and it may detect less.
 */
const TESTS = process.env['MUTATION_TESTS']?.split(' ') ?? [
  'test/shared/{decision,policy,rules}/**/*.test.ts',
  'test/shared/{evaluation/record/history,presentation/status/tuned-text}.test.ts',
];

export default defineConfig({
  test: {
    include: TESTS,
    exclude: ['**/{fuzz,properties,seasons}.test.ts'],
    isolate: false,
    // Changed code runs several times as slowly, and Stryker has a limit of its own.
    testTimeout: 120_000,
    setupFiles: ['test/runner/seeded.ts'],
    sequence: { sequencer: SlowLast },
    tags: FULL_RUN_TAGS,
  },
});
