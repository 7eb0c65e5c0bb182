import { moduleOf, type Rule, type WrittenRule } from '../rules/index.ts';
import type { Behavior, DirectionBehavior, WrittenBehavior } from './behavior.ts';

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

/** `profile`: undefined where none is written, which is `balanced` unless every rule weighs time itself. */
export function filledBehavior(
  written: WrittenBehavior,
  profile: Profile | undefined,
  tier: Tier,
  rules: readonly Pick<WrittenRule, 'kind'>[],
): Behavior {
  const paces = rules.map((rule) => moduleOf(rule).pace).filter((pace) => pace !== 'moves-bounds');
  const needsNoWaits = profile === undefined && paces.length > 0 && paces.every((pace) => pace === 'weighs-time');
  const usual = PROFILES[profile ?? 'balanced'];
  const defaults = needsNoWaits ? { out: NO_WAITS, in: { ...NO_WAITS, drain: usual.in.drain } } : usual;
  const factor = WAIT_FACTOR[tier];
  return {
    out: filledDirection(written.out, defaults.out, factor),
    in: {
      ...filledDirection(written.in, defaults.in, factor),
      drain: written.in.drain ?? defaults.in.drain,
      drainBusy: written.in.drainBusy ?? 'wait',
      idle: written.in.idle ?? idleDefault(written.in, rules),
    },
  };
}

/** An idle worker of a queue has no work and will get none. Where the author writes a cooldown or limits, they hold. */
function idleDefault(
  { cooldown, limits }: WrittenBehavior['in'],
  rules: readonly Pick<WrittenRule, 'kind'>[],
): 'at-once' | 'limited' {
  const proposing = rules.filter((rule) => moduleOf(rule).pace !== 'moves-bounds');
  const isQueue = proposing.length > 0 && proposing.every((rule) => moduleOf(rule).work?.(rule as Rule).isQueued);
  return isQueue && cooldown === undefined && limits === undefined ? 'at-once' : 'limited';
}

function filledDirection(
  written: WrittenBehavior['out'],
  defaults: DirectionBehavior,
  factor: number,
): DirectionBehavior {
  return {
    cooldown: written.cooldown ?? Math.round(defaults.cooldown * factor),
    stabilization: written.stabilization ?? Math.round(defaults.stabilization * factor),
    limits: written.limits ?? defaults.limits,
    select: written.select ?? defaults.select,
  };
}
