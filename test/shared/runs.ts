import { byRun } from '../full-run.ts';

/**
 * Runs of each property: enough to notice a mistake while you work, many in a full run. Each commit has another seed, so
 * what 3,000 runs miss, the next commits find.
 */
export const runs = byRun({ quick: 300, full: 3_000 });
