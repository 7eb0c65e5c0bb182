/**
 * What an evaluation needs from the world, each port as small as its use.
 * Losing a race is a result; a broken permission or a missing table is thrown.
 */
export * from './ports/observed.ts';
export * from './ports/policies.ts';
export * from './ports/queue.ts';
export * from './ports/resizing.ts';
export * from './ports/table.ts';
