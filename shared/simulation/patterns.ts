import { DAY_SECONDS, dayWave } from './day.ts';
import type { DemandPoint } from './demand.ts';
import { normal, type Random, seededRandom } from './random.ts';
import { poisson } from './scenario/poisson.ts';

export const PATTERNS = ['diurnal', 'flash', 'ramp', 'jobs', 'noise', 'outage'] as const;
export type Pattern = (typeof PATTERNS)[number];

export interface PatternOptions {
  /** Start of the first step, ms since the epoch. */
  readonly start: number;
  readonly days: number;
  readonly stepSeconds: number;
  /** Approximate peak in work units per second, before noise and flash crowds. */
  readonly peak: number;
  readonly seed: number;
}

const LOW_SHARE = 0.2;
const WEEKEND_SHARE = 0.7;

/**
 * Synthetic demand, reproducible from its seed. diurnal: a daily and weekly cycle. flash: the same with a flash crowd per
 * day. ramp: growth over the whole length. jobs: batches of very different sizes, more by day than by night. noise: no
 * cycle, but persistent noise. outage: a cycle with a daily outage of up to an hour, followed by catch-up demand.
 */
export function demandOfPattern(pattern: Pattern, options: PatternOptions): DemandPoint[] {
  const { start, days, stepSeconds, peak, seed } = options;
  const random = seededRandom(seed);
  const steps = Math.round((days * DAY_SECONDS) / stepSeconds);
  const shape = SHAPES[pattern](random, stepSeconds, steps);
  return Array.from({ length: steps }, (_, step) => {
    const at = start + step * stepSeconds * 1000;
    const value = peak * shape(at, step);
    return { at, value: Math.max(0, Math.round(value * 1000) / 1000) };
  });
}

/** A step's demand as a share of the peak. Called for every step, in order. */
type Shape = (at: number, step: number) => number;

const SHAPES: Readonly<Record<Pattern, (random: Random, stepSeconds: number, steps: number) => Shape>> = {
  diurnal: (random) => (at) => cycle(at) * (1 + 0.05 * normal(random)),

  flash(random, stepSeconds) {
    const crowd = daily(random, (size) => 2 + 4 * size);
    return (at, step) => {
      const { since, size } = crowd(at, step, stepSeconds);
      // Rises within two minutes, then halves every twenty minutes.
      const height = since < 0 ? 0 : Math.min(1, since / 120) * 0.5 ** (Math.max(0, since - 120) / 1200);
      return cycle(at) * (1 + (size - 1) * height) * (1 + 0.05 * normal(random));
    };
  },

  ramp: (random, _, steps) => (_at, step) => (0.1 + (0.9 * step) / steps) * (1 + 0.05 * normal(random)),

  jobs(random, stepSeconds) {
    return (at) => {
      const batches = poisson((cycle(at) * stepSeconds) / 300, random);
      let work = 0;
      // Truncated Pareto distribution, shape 1.5: many small batches, and a few that are a hundred times as large.
      for (let batch = 0; batch < batches; batch++) work += Math.min(100, (1 - random()) ** (-1 / 1.5));
      return (work * 30) / stepSeconds;
    };
  },

  noise(random) {
    let drift = 0;
    return () => {
      drift = 0.995 * drift + 0.02 * normal(random);
      return 0.5 * Math.exp(drift) * (1 + 0.1 * normal(random));
    };
  },

  outage(random, stepSeconds) {
    const gap = daily(random, (size) => 600 + 3000 * size);
    return (at, step) => {
      const { since, size: length } = gap(at, step, stepSeconds);
      const isOut = since >= 0 && since < length;
      const isCatchingUp = since >= length && since < length + 1800;
      return cycle(at) * (isOut ? 0 : isCatchingUp ? 1.5 : 1) * (1 + 0.05 * normal(random));
    };
  },
};

/** The daily cycle: never zero, and lower at weekends. */
function cycle(at: number): number {
  const ofDay = (1 + dayWave(at)) / 2;
  const day = new Date(at).getUTCDay();
  return (LOW_SHARE + (1 - LOW_SHARE) * ofDay) * (day === 0 || day === 6 ? WEEKEND_SHARE : 1);
}

/** An event at a random time of every day. `since`: seconds since the last event, negative before the first. */
function daily(random: Random, sizeOf: (chance: number) => number) {
  let startedAt = Number.POSITIVE_INFINITY;
  let size = 1;
  let next = -1;
  return (_at: number, step: number, stepSeconds: number): { since: number; size: number } => {
    const perDay = Math.round(DAY_SECONDS / stepSeconds);
    if (step % perDay === 0) next = step + Math.floor(random() * perDay * 0.9);
    if (step === next) {
      startedAt = step * stepSeconds;
      size = sizeOf(random());
    }
    return { since: Number.isFinite(startedAt) ? step * stepSeconds - startedAt : -1, size };
  };
}
