/**
 * Which tests run. A **quick run** is what you get while you work: `npm test`, or `npx vitest run FILE`. A **full run** is
 * what a change must pass: the same with the environment variable `CI` set (to anything but `false` or `0`).
 *
 * A test that only the full run needs takes `onlyInFullRun` among its options; a number that may be smaller in the quick
 * run, such as the runs of a property, comes from `byRun`. Nothing else in the tests reads `CI`. What the quick run
 * leaves out is listed in docs/contributing/testing.md.
 */
const ci = process.env['CI'] ?? '';

export const isFullRun = !['', 'false', '0'].includes(ci);

/** The tag of tests that a quick run skips. */
export const FULL_RUN_TAG = 'full-run';

/** Options of a test, or of a `describe`, that a quick run skips. */
export const onlyInFullRun = { tags: [FULL_RUN_TAG] };

/** The value for this run. */
export const byRun = <T>({ quick, full }: { readonly quick: T; readonly full: T }): T => (isFullRun ? full : quick);

/** What every configuration of Vitest needs, so that tests may carry the tag. */
export const FULL_RUN_TAGS = [
  { name: FULL_RUN_TAG, description: 'Skipped unless the environment variable CI is set.' },
];
