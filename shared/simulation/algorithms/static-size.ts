import type { Controller } from '../engine/tick.ts';

/** A constant number of workers. */
export const staticSize =
  (workers: number): Controller =>
  () =>
    workers;
