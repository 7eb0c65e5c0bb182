import { type Random, seededRandom } from '../../shared/simulation/index.ts';
import {
  autoScalingGroupOf,
  GROUPS,
  type GroupName,
  hasOneJob,
  type Knobs,
  knobsOf,
  MOST_TASKS,
  poolOf,
  serviceOf,
  sizedOf,
} from './groups.ts';

const CLOCKS_WRONG_BY_SECONDS = 120;
const LONGEST_LIFE_MS = 8_000;
const MOST_CHANGES = 9;
const SIZED_BY_HAND = GROUPS.filter((group) => autoScalingGroupOf(group) !== null || serviceOf(group) !== null);
const EC2_GROUPS = GROUPS.filter((group) => sizedOf(group) === null);
const ONE_JOB_GROUPS = GROUPS.filter(hasOneJob);
const POOL_GROUPS = GROUPS.filter((group) => poolOf(group, knobsOf(group)) !== null);
/** Codes that EC2 lists among the errors of a successful CreateFleet. */
const BUSY = ['RequestLimitExceeded', 'InternalError'] as const;

/** How a process ends: by itself, or by SIGKILL, after a time or at one of its calls that change something. */
export type Fate =
  | { readonly kind: 'lives' }
  | { readonly kind: 'killed-after'; readonly ms: number }
  /** `nth`: the number of the call, from 1. `before` it takes effect, or `after`, before its caller gets the answer. */
  | { readonly kind: 'killed-at'; readonly nth: number; readonly when: 'before' | 'after' };

/** `command`: `headcount evaluate` of one group. `function`: evaluates groups one after the other until it is killed. */
export interface PlannedProcess {
  readonly kind: 'command' | 'function';
  readonly group: GroupName;
  /** Seed of the groups that a function evaluates. */
  readonly seed: number;
  /** Error of its clock in seconds. */
  readonly skew: number;
  readonly fate: Fate;
}

export type InjectedFault =
  | { readonly kind: 'demand'; readonly group: GroupName; readonly tasks: number }
  | { readonly kind: 'policy'; readonly group: GroupName; readonly knobs: Knobs }
  | { readonly kind: 'delete'; readonly group: GroupName }
  /** Somebody terminates a worker. `pick` chooses it: the fraction of the list of workers. */
  | { readonly kind: 'terminate'; readonly group: GroupName; readonly pick: number }
  /** A worker of a group of one-job workers finishes its job and ends. */
  | { readonly kind: 'job-done'; readonly group: GroupName; readonly pick: number }
  /** Somebody stops a worker. */
  | { readonly kind: 'stop'; readonly group: GroupName; readonly pick: number }
  /** Somebody starts the workers and the members of warm pools that are stopped. */
  | { readonly kind: 'start' }
  /** Pools have so many more workers until the next `plenty`. */
  | { readonly kind: 'shortage'; readonly market: 'on-demand' | 'spot'; readonly remaining: number }
  | { readonly kind: 'throttle'; readonly count: number }
  /** EC2 lists throttling or an internal error in the answers of so many launches of one worker. */
  | { readonly kind: 'busy-in-answer'; readonly code: string; readonly count: number }
  /** Calls take effect, and their callers get no answer. */
  | { readonly kind: 'answer-lost'; readonly count: number }
  /** Somebody changes the desired capacity of an Auto Scaling group, or the desired count of a service. */
  | { readonly kind: 'capacity-by-hand'; readonly group: GroupName; readonly workers: number }
  /** Somebody changes its minimum and maximum, until the next `plenty`. */
  | {
      readonly kind: 'sizes-by-hand';
      readonly group: GroupName;
      readonly sizes: { readonly min: number; readonly max: number };
    }
  /** Somebody terminates all members of a warm pool. */
  | { readonly kind: 'empty-pool'; readonly group: GroupName }
  /** The launch template gets another version, and that is its default. */
  | { readonly kind: 'version' }
  /** Shortages and failing calls end. */
  | { readonly kind: 'plenty' };

/**
 * Everything that a run does to the local AWS. The nth process and the nth injected fault depend only on the seed. Their
 * order in time depends on the machine, so a seed repeats the plan but not the exact interleaving.
 */
export function chaosPlan(seed: number) {
  const [commands, functions, injectedFaults] = [1, 2, 3].map((stream) => seededRandom(seed + stream * 0x9e3779b9)) as [
    Random,
    Random,
    Random,
  ];
  return {
    command: () => plannedProcess('command', commands),
    function: () => plannedProcess('function', functions),
    injectedFault: () => injectedFault(injectedFaults),
  };
}

function plannedProcess(kind: PlannedProcess['kind'], random: Random): PlannedProcess {
  const skew = random() < 0.5 ? 0 : Math.round((2 * random() - 1) * CLOCKS_WRONG_BY_SECONDS);
  const group = oneOf(GROUPS, random);
  return { kind, group, seed: Math.floor(random() * 2 ** 32), skew, fate: fateOf(kind, random) };
}

function fateOf(kind: PlannedProcess['kind'], random: Random): Fate {
  const [which, nth, when, ms] = [
    random(),
    1 + Math.floor(random() * MOST_CHANGES),
    random(),
    random() * LONGEST_LIFE_MS,
  ];
  if (kind === 'command' && which < 0.4) return { kind: 'lives' };
  if (which < 0.6) return { kind: 'killed-after', ms: Math.round(ms) };
  return { kind: 'killed-at', nth, when: when < 0.4 ? 'before' : 'after' };
}

function injectedFault(random: Random): InjectedFault {
  const group = oneOf(GROUPS, random);
  const kind = random();
  if (kind < 0.05) return { kind: 'version' };
  if (kind < 0.07) return { kind: 'empty-pool', group: oneOf(POOL_GROUPS, random) };
  const needy = kind < 0.15 ? oneOf(POOL_GROUPS, random) : group;
  if (kind < 0.45) return { kind: 'demand', group: needy, tasks: Math.floor(random() * (MOST_TASKS + 1)) };
  if (kind < 0.6) return { kind: 'policy', group, knobs: changedKnobs(group, random) };
  if (kind < 0.67) return { kind: 'delete', group };
  if (kind < 0.74) return { kind: 'terminate', group, pick: random() };
  if (kind < 0.8) return stopOrStart(random);
  if (kind < 0.85) return { kind: 'job-done', group: oneOf(ONE_JOB_GROUPS, random), pick: random() };
  if (kind < 0.89) return byHand(random);
  if (kind < 0.91)
    return { kind: 'shortage', market: oneOf(['on-demand', 'spot'], random), remaining: oneOf([0, 1, 2], random) };
  if (kind < 0.93) return { kind: 'throttle', count: 1 + Math.floor(random() * MOST_CHANGES) };
  if (kind < 0.95)
    return { kind: 'busy-in-answer', code: oneOf(BUSY, random), count: 1 + Math.floor(random() * MOST_CHANGES) };
  if (kind < 0.965) return { kind: 'answer-lost', count: 1 + Math.floor(random() * MOST_CHANGES) };
  return { kind: 'plenty' };
}

function stopOrStart(random: Random): InjectedFault {
  return random() < 0.6 ? { kind: 'stop', group: oneOf(EC2_GROUPS, random), pick: random() } : { kind: 'start' };
}

function byHand(random: Random): InjectedFault {
  const group = oneOf(SIZED_BY_HAND, random);
  const [workers, min, max] = [oneOf([-2, -1, 1, 2], random), oneOf([0, 0, 1, 3], random), oneOf([3, 6, 20], random)];
  return random() < 0.6 || autoScalingGroupOf(group) === null
    ? { kind: 'capacity-by-hand', group, workers }
    : { kind: 'sizes-by-hand', group, sizes: { min, max } };
}

function changedKnobs(group: GroupName, random: Random): Knobs {
  const usual = knobsOf(group);
  const min = Math.floor(random() * 4);
  return {
    min,
    max: min + 1 + Math.floor(random() * 9),
    cooldown: oneOf([0, usual.cooldown, 300], random),
    drain: oneOf([0, usual.drain, 60], random),
    paused: random() < 0.75 ? false : oneOf([true, 'out', 'in'], random),
  };
}

/** Whether an evaluation failed because the calls that the plan lets fail kept failing. */
export const isInjected = (message: string): boolean => /kept failing|throttling the calls/.test(message);

const oneOf = <T>(all: readonly T[], random: Random): T => all[Math.floor(random() * all.length)] as T;
