/** Rules that tune themselves: what they find out on recorded demand, when they do, and what of it still holds. Pure. */
export { isTuned, type TunedRule } from './basis.ts';
export { foundAt, isTuningDue, tuningDueAt, tuningSeconds } from './due.ts';
export { evenly } from './evenly.ts';
export { busyWorkers } from './load.ts';
export { bootOf, timingOf } from './timing.ts';
export { tunedFor } from './tuned-for.ts';
export { Tuner } from './tuner.ts';
