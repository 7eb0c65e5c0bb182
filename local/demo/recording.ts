import { type DemandPoint, diurnalDemand } from '../../shared/simulation/index.ts';

/**
 * The recording that ships as `day.csv`, made here so that anyone can make it again: a web shop's day with a flash
 * crowd. `node local/demo/write-recording.ts` writes the file; a test holds it against this.
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
