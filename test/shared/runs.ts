import { byRun } from '../full-run.ts';

/** Runs of each property: enough to notice a mistake while you work, many in a full run. */
export const runs = byRun({ quick: 300, full: 10_000 });
