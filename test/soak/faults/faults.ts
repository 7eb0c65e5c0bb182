import { isRead, isWrite, MISHAPS, type Mishap, mayBefall } from '../../model/world/gate.ts';
import { chanceOf } from './chance.ts';

/** The AWS service that a call goes to. */
export type Service = 'table' | 'ec2' | 'load-balancer' | 'metrics' | 'queue' | 'bus';

const SERVICES: readonly [RegExp, Service][] = [
  // Calls of the other providers fail with those of EC2.
  [/^(workers|resizer|warm|templates|statusChecks|autoScaling|fleets|ecs|functions)\./, 'ec2'],
  [/^targets\./, 'load-balancer'],
  [/^(sources|alarms)\./, 'metrics'],
  [/^(queue|tunings|deadLetters)\./, 'queue'],
  [/^announcements\./, 'bus'],
];
const serviceOf = (call: string): Service => SERVICES.find(([calls]) => calls.test(call))?.[1] ?? 'table';

/** How often a mishap befalls a call, compared with the rate of the run. Most calls are reads, but mishaps of writes find more bugs. */
const weightOf = (call: string): number => (isWrite(call) ? 5 : isRead(call) ? 0.5 : 1);

/** What is known of a call by its name, such as `states.read`. */
export interface KnownCall {
  readonly name: string;
  readonly service: Service;
  /** A call that only reads isn't part of the history. */
  readonly isRead: boolean;
  readonly weight: number;
}
export const knownCall = (name: string): KnownCall => ({
  name,
  service: serviceOf(name),
  isRead: isRead(name),
  weight: weightOf(name),
});

/** One call of a process: the first of this name, the second, and so on. These three determine what happens to it. */
export interface Call {
  readonly holder: string;
  readonly call: KnownCall;
  readonly nth: number;
}
/** The call's name in the run. */
export const nameOf = ({ holder, call, nth }: Call): string => `${holder} ${call.name} ${nth}`;
/** The same number as for the call's name, without making the name, which would take most of the time. */
const drawnFor = (seed: number, { holder, call, nth }: Call): number =>
  chanceOf(seed, holder, ' ', call.name, ' ', String(nth));

/** A period in which some calls fail. */
export interface Outage {
  readonly from: number;
  readonly to: number;
  readonly service: Service;
  /** Only these calls; all, when left out. */
  readonly calls?: RegExp;
  /** The share of the calls that fail. */
  readonly share: number;
  readonly code: string;
}

/** The first process that makes this call from then on is paused for so many ms, and then continues with its old plan. */
export interface Pause {
  readonly from: number;
  readonly call: string;
  readonly when: 'before' | 'after';
  readonly lasts: number;
}

export interface FaultPlan {
  readonly seed: number;
  readonly begin: number;
  /** No fault is injected from then on. */
  readonly until: number;
  /** The probability of a mishap per call. */
  readonly rate: number;
  readonly outages: readonly Outage[];
  /** The share of the pauses that last for hours. */
  readonly longPauses: number;
  readonly slow?: Slow | undefined;
  readonly pauses: readonly Pause[];
}

/** Calls in which a share of the processes are paused for at most so many ms. */
export interface Slow {
  readonly calls: RegExp;
  readonly share: number;
  readonly most: number;
}
const isSlow = ({ seed, slow }: FaultPlan, call: Call): boolean =>
  slow?.calls.test(call.call.name) === true && chanceOf(seed, nameOf(call), ' slow') < slow.share;

/** Calls that an evaluation waits for only a few seconds of real time, which would not follow from the seed. */
const BEST_EFFORT = /^(counts|evaluations)\./;

/** The mishap of a call. It follows from the call's name in the run, so other events do not change it. */
export function mishapOf(plan: FaultPlan, each: Call, now: number): Mishap | Error | null {
  const { seed, until, rate, outages } = plan;
  const { name: call, service: of, weight } = each.call;
  for (const { from, to, service, calls, share, code } of outages) {
    if (now < from || now >= to || of !== service || calls?.test(call) === false) continue;
    if (chanceOf(seed, `${nameOf(each)} ${code}`) < share)
      return Object.assign(new Error(`${code}: ${call}`), { name: code });
  }
  if (now >= until) return null;
  if (isSlow(plan, each)) return 'sleeps after';
  if (drawnFor(seed, each) >= rate * weight) return null;
  const kind = MISHAPS[Math.floor(chanceOf(seed, `${nameOf(each)} kind`) * MISHAPS.length)] as Mishap;
  if (kind.startsWith('sleeps') && BEST_EFFORT.test(call)) return null;
  return mayBefall(kind, call) ? kind : null;
}

const SECOND = 1000;
/** How long a process is paused during a call: mostly seconds, seldom beyond its lease, and rarely hours. */
export function pauseOf(plan: FaultPlan, each: Call): number {
  const { seed, longPauses, slow } = plan;
  const name = nameOf(each);
  const drawn = chanceOf(seed, `${name} pause`);
  const long = chanceOf(seed, `${name} length`);
  if (slow && isSlow(plan, each)) return Math.ceil((long * slow.most) / SECOND) * SECOND;
  if (drawn < longPauses) return Math.ceil(3600 * (1.1 + 3 * long)) * SECOND;
  return drawn < (1 + 2 * longPauses) / 3 ? Math.ceil(60 + long * 400) * SECOND : Math.ceil(long * 60) * SECOND;
}
