import { type DemandPoint, diurnalDemand } from '../../shared/simulation/index.ts';

/**
 * Generates the recording in `day.csv`, a web shop's day with a flash crowd, so that it is reproducible.
 * `node local/demo/write-recording.ts` writes the file; a test compares it with this function's result.
 */
export const dayOfDemand = (): DemandPoint[] =>
  diurnalDemand({
    start: Date.UTC(2026, 10, 20, 4),
    steps: 24 * 60,
    stepSeconds: 60,
    low: 40,
    high: 260,
    noise: 0.05,
    flash: { at: 0.3, lasts: 0.12, times: 2.2 },
    seed: 20261120,
  });
