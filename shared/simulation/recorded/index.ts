/** Derives a group's demand from its recorded metrics and resizes. */

export { type DefaultScenario, defaultScenario, lossNote } from './default-scenario.ts';
export { type RecordedDemand, recordedDemand, type Share } from './demand.ts';
export type { Derivation, Known, RecordedSeries } from './derive.ts';
export { type DerivedField, derivedFields } from './derived-scenario.ts';
export { distinct, type Wanted, wantedBesides, wantedFor } from './wanted.ts';
export { aimedRate, measuredRate, type PolicyRead, statedRate, type Taken, unitMetrics } from './worker-rate.ts';
export { type RecordedWorkers, type Resize, workersOfResizes, workersOfSeries } from './workers.ts';
