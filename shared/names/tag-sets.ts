import { TAG } from './names.ts';

/** Tags of the reports of a worker. */
export const REPORT_TAGS: readonly string[] = [TAG.ready, TAG.busy, TAG.alive, TAG.retire, TAG.unreadable];
/** Tags that Headcount sets on workers that another service launches. */
export const WORKER_MARKS: readonly string[] = [TAG.drainingUntil, TAG.drained, ...REPORT_TAGS];
