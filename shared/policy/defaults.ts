import { moduleOf, type Rule, usedRules, type WrittenRule } from '../rules/index.ts';
import type { Behavior, DirectionBehavior, Limit, WrittenBehavior } from './document/behavior.ts';

export type Profile = 'aggressive' | 'balanced' | 'conservative';
export type Tier = 'application' | 'worker' | 'platform';

interface ProfileBehavior {
  readonly out: DirectionBehavior;
  readonly in: DirectionBehavior & Pick<Behavior['in'], 'drain'>;
}

/** What each profile fills in for a worker group; durations in seconds. The balanced limits are docs/reference/policy.md's example. */
const PROFILES: Readonly<Record<Profile, ProfileBehavior>> = {
  aggressive: {
    out: { cooldown: 30, stabilization: 0, limits: [], select: 'max' },
    in: { cooldown: 120, stabilization: 120, limits: [{ percent: 50, every: 60 }], select: 'max', drain: 60 },
  },
  balanced: {
    out: {
      cooldown: 60,
      stabilization: 0,
      limits: [
        { percent: 100, every: 60 },
        { workers: 4, every: 60 },
      ],
      select: 'max',
    },
    in: { cooldown: 300, stabilization: 300, limits: [{ percent: 25, every: 60 }], select: 'max', drain: 120 },
  },
  conservative: {
    out: { cooldown: 180, stabilization: 60, limits: [{ percent: 50, every: 60 }], select: 'max' },
    in: { cooldown: 600, stabilization: 600, limits: [{ percent: 10, every: 60 }], select: 'max', drain: 300 },
  },
};

/** How a tier stretches the profile's waits: applications react fast, the platform slowly. */
const WAIT_FACTOR: Readonly<Record<Tier, number>> = { application: 0.5, worker: 1, platform: 2 };

/** The platform keeps three workers, so that one may fail while another is replaced. */
const FLOOR: Readonly<Record<Tier, number>> = { application: 0, worker: 0, platform: 3 };

export const floorOf = (tier: Tier, written: number | undefined): number => written ?? FLOOR[tier];

/** Where every rule weighs time itself, the waits of a profile would only make it late. */
const NO_WAITS = { cooldown: 0, stabilization: 0, limits: [], select: 'max' } as const;

/** What a policy says of its group, as far as the defaults of `behavior` depend on it. */
export interface Described {
  /** Absent where none is written, which is `balanced` unless every rule weighs time itself. */
  readonly profile?: Profile | undefined;
  readonly tier: Tier;
  readonly warmup: number;
  readonly rules: readonly Pick<WrittenRule, 'kind' | 'enabled'>[];
}

export function filledBehavior(written: WrittenBehavior, policy: Described): Behavior {
  const rules = usedRules(policy).filter((rule) => moduleOf(rule).pace !== 'moves-bounds');
  const defaults = defaultsFor(policy, rules);
  const { in: into, out } = written;
  return {
    // A stabilization window that the author writes is all that earlier proposals count for.
    out: {
      ...filledDirection(out, defaults.out),
      boot: out.boot ?? 'measured',
      shortPeaks: out.shortPeaks ?? (out.stabilization === undefined ? defaults.shortPeaks : 'follow'),
    },
    in: {
      ...filledDirection(into, defaults.in),
      drain: into.drain ?? defaults.in.drain,
      drainBusy: into.drainBusy ?? 'wait',
      idle: into.idle ?? idleDefault(into, rules),
      whileBooting: into.whileBooting ?? (into.stabilization === undefined ? defaults.whileBooting : 'proceed'),
    },
  };
}

interface Defaults extends ProfileBehavior {
  readonly shortPeaks: 'ignore' | 'follow';
  readonly whileBooting: 'wait' | 'proceed';
}

/** `rules`: those that propose a capacity. */
function defaultsFor({ profile, tier, warmup }: Described, rules: Described['rules']): Defaults {
  const usual = PROFILES[profile ?? 'balanced'];
  const isWeighingTime = (rule: (typeof rules)[number]) => moduleOf(rule).pace === 'weighs-time';
  if (profile === undefined && rules.length > 0 && rules.every(isWeighingTime)) {
    const into = { ...NO_WAITS, drain: usual.in.drain };
    return { out: NO_WAITS, in: into, shortPeaks: 'follow', whileBooting: 'proceed' };
  }
  const factor = WAIT_FACTOR[tier];
  const into = stretched(usual.in, factor);
  const isQueue = areOnQueues(rules);
  const limits = isQueue && profile !== 'conservative' ? limitsOfQueue(into.stabilization, warmup) : into.limits;
  return {
    out: stretched(usual.out, factor),
    in: { ...into, limits, drain: usual.in.drain },
    // The workers of a queue work off a peak by themselves. A peak of requests may be lost.
    shortPeaks: isQueue && !rules.some(isWeighingTime) ? 'ignore' : 'follow',
    whileBooting: 'wait',
  };
}

/**
 * A count of tasks, unlike an average over the workers, does not change when workers go. What it asked for at most during
 * the stabilization window is what the group needs, so steps would only keep workers without tasks. If a worker boots for
 * longer than the window, the group would swing, so it halves at most.
 */
const limitsOfQueue = (stabilization: number, warmup: number): readonly Limit[] =>
  warmup <= stabilization ? [] : [{ percent: 50, every: 60 }];

/** An idle worker of a queue has no work and will get none. Where the author writes a cooldown or limits, they hold. */
const idleDefault = ({ cooldown, limits }: WrittenBehavior['in'], rules: Described['rules']): 'at-once' | 'limited' =>
  areOnQueues(rules) && cooldown === undefined && limits === undefined ? 'at-once' : 'limited';

const areOnQueues = (rules: Described['rules']): boolean =>
  rules.length > 0 && rules.every((rule) => moduleOf(rule).work?.(rule as Rule).isQueued);

const stretched = (waits: DirectionBehavior, factor: number): DirectionBehavior => ({
  ...waits,
  cooldown: Math.round(waits.cooldown * factor),
  stabilization: Math.round(waits.stabilization * factor),
});

const filledDirection = (written: WrittenBehavior['out'], defaults: DirectionBehavior): DirectionBehavior => ({
  cooldown: written.cooldown ?? defaults.cooldown,
  stabilization: written.stabilization ?? defaults.stabilization,
  limits: written.limits ?? defaults.limits,
  select: written.select ?? defaults.select,
});
