import { defineConfig } from 'vitest/config';
import { FULL_RUN_TAGS } from './test/full-run.ts';

/** The tests that `npm run mutation` runs again for each change: the fast ones, which come to the same every time. */
export default defineConfig({
  test: {
    include: ['test/shared/{decision,policy}/**/*.test.ts', 'test/shared/evaluation/history.test.ts'],
    exclude: ['**/properties.test.ts', '**/fuzz.test.ts'],
    isolate: false,
    tags: FULL_RUN_TAGS,
  },
});
