/**
 * What an evaluation needs from outside, each port as small as its use; providers and sources have rooms of their own.
 * A lost race is a result; a broken permission or a missing table is thrown.
 */
export * from './ports/announcements.ts';
export * from './ports/policies.ts';
export * from './ports/queue.ts';
export * from './ports/table.ts';
