import type { Controller } from '../engine/tick.ts';

/** As many workers as were bought. */
export const staticSize =
  (workers: number): Controller =>
  () =>
    workers;
