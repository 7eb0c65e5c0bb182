import {
  type DemandPoint,
  demandOfPattern,
  PATTERNS,
  type Pattern,
  seededRandom,
} from '../../shared/simulation/index.ts';
import { type Recorded, recorded } from './recordings.ts';

const START = Date.UTC(2026, 0, 5);
const DAY = 86_400;
const DAYS = 6;
const SEEDS: Readonly<Record<Pattern, number>> = { diurnal: 11, flash: 12, ramp: 13, jobs: 14, noise: 15, outage: 16 };

/** One synthetic recording per pattern. */
export const generated = (): Recorded[] =>
  PATTERNS.map((pattern) => {
    const options = { start: START, days: DAYS, stepSeconds: 60, peak: 100, seed: SEEDS[pattern] };
    return recorded(pattern, demandOfPattern(pattern, options));
  });

/** The first hour of demand without a past. */
export const generatedHours = (): Recorded[] =>
  (['diurnal', 'noise', 'ramp'] as const).map((pattern) => {
    const options = { start: START, days: 1 / 24, stepSeconds: 15, peak: 100, seed: SEEDS[pattern] };
    return recorded(`an hour of ${pattern}`, demandOfPattern(pattern, options));
  });

/** Days before a crowd, which are not scored, and scored days: the crowd comes on the first of them. */
export const CROWD_DAYS = { before: 2, scored: 2 };

/** Days with a cycle, and one crowd that nothing announces: it rises within two minutes, then halves every twenty. */
export const generatedCrowds = (): Recorded[] =>
  [2, 3, 4, 5, 6].map((size) => {
    const days = CROWD_DAYS.before + CROWD_DAYS.scored;
    const options = { start: START, days, stepSeconds: 60, peak: 100, seed: 20 + size };
    const begins = START + 1000 * DAY * (CROWD_DAYS.before + 0.9 * seededRandom(size)());
    const height = (at: number): number => {
      const since = (at - begins) / 1000;
      return since < 0 ? 0 : Math.min(1, since / 120) * 0.5 ** (Math.max(0, since - 120) / 1200);
    };
    const crowded = ({ at, value }: DemandPoint) => ({ at, value: value * (1 + (size - 1) * height(at)) });
    return recorded(`a crowd of ${size} ×`, demandOfPattern('diurnal', options).map(crowded));
  });

/** Batches of very different sizes, each of which arrives within a step of 15 s. */
export const generatedBursts = (): Recorded[] =>
  [31, 32, 33].map((seed) =>
    recorded(
      `jobs in bursts, seed ${seed}`,
      demandOfPattern('jobs', { start: START, days: 3, stepSeconds: 15, peak: 100, seed }),
    ),
  );
