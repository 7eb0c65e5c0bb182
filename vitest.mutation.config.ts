import { defineConfig } from 'vitest/config';
import { FULL_RUN_TAGS } from './test/full-run.ts';
import { SlowLast } from './test/runner/slow-last.ts';

// Every change meets the same inputs of the properties.
process.env['TEST_SEED'] ??= '1';

/**
 * The tests that `npm run mutation` runs again for each change: the fast ones, which come to the same every time. With
 * MUTATION_TESTS, only the files that match its patterns, with spaces between them: much faster, and detects less at most.
 */
const TESTS = process.env['MUTATION_TESTS']?.split(' ') ?? [
  'test/shared/{decision,policy,rules}/**/*.test.ts',
  'test/shared/{evaluation/history,presentation/tuned-text}.test.ts',
];

export default defineConfig({
  test: {
    include: TESTS,
    exclude: ['**/{fuzz,properties,seasons}.test.ts'],
    isolate: false,
    setupFiles: ['test/runner/seeded.ts'],
    sequence: { sequencer: SlowLast },
    tags: FULL_RUN_TAGS,
  },
});
