/**
 * The ports of an evaluation. Each has only the methods that are used. Providers and sources have their own folders.
 * A conflict is a result; a missing permission or a missing table is an error.
 */
export * from './ports/alarm-states.ts';
export * from './ports/announcements.ts';
export * from './ports/clusters.ts';
export * from './ports/costs.ts';
export * from './ports/counts.ts';
export * from './ports/evaluations.ts';
export * from './ports/overflow.ts';
export * from './ports/policies.ts';
export * from './ports/prices.ts';
export * from './ports/queue.ts';
export * from './ports/rightsizing.ts';
export * from './ports/table.ts';
export * from './ports/wakes.ts';
