import { type DemandPoint, diurnalDemand, recordingText } from '../../../../shared/simulation/index.ts';

const START = Date.UTC(2026, 10, 20);

/** Demand that the referee and our simulation were both given. */
export const RECORDINGS: Readonly<Record<string, readonly DemandPoint[]>> = {
  /** Two days of a web application, with a flash crowd. */
  web: diurnalDemand({
    ...{ start: START, steps: 11_520, stepSeconds: 15, low: 8, high: 40, noise: 0.05, seed: 1 },
    flash: { at: 0.7, lasts: 0.02, times: 2.2 },
  }),
  /** A day of batch jobs that come in bursts. */
  jobs: diurnalDemand({
    ...{ start: START, steps: 5760, stepSeconds: 15, low: 2, high: 20, noise: 2, seed: 2 },
    flash: { at: 0.4, lasts: 0.01, times: 4 },
  }),
  /** A day of jobs, recorded in bins of five minutes. */
  bins: diurnalDemand({ start: START, steps: 288, stepSeconds: 300, low: 3, high: 30, noise: 0.3, seed: 3 }),
};

/** Written to standard output by name: `node test/shared/simulation/referee/demand.ts web`. */
const name = process.argv[2];
if (import.meta.main && name !== undefined) process.stdout.write(recordingText(RECORDINGS[name] ?? []));
