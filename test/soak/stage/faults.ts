import { isRead, isWrite, type Mishap, mayBefall } from '../../model/world/gate.ts';
import { chanceOf } from './chance.ts';

/** The AWS service that a call goes to. */
export type Service = 'table' | 'ec2' | 'load-balancer' | 'metrics' | 'queue' | 'bus';

const SERVICES: readonly [RegExp, Service][] = [
  [/^(workers|resizer|warm|templates|statusChecks)\./, 'ec2'],
  [/^targets\./, 'load-balancer'],
  [/^(sources|alarms)\./, 'metrics'],
  [/^(queue|deadLetters)\./, 'queue'],
  [/^announcements\./, 'bus'],
];
export const serviceOf = (call: string): Service => SERVICES.find(([calls]) => calls.test(call))?.[1] ?? 'table';

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

export interface FaultPlan {
  readonly seed: number;
  /** No fault is injected from then on. */
  readonly until: number;
  /** The probability of a mishap per call. */
  readonly rate: number;
  readonly outages: readonly Outage[];
  /** The share of the pauses that last for hours. */
  readonly longPauses: number;
}

const KINDS: readonly Mishap[] = [
  'dies before',
  'dies after',
  'fails',
  'answer lost',
  'comes twice',
  'sleeps before',
  'sleeps after',
];

/** The mishap of a call. It follows from the call's name in the run, so other events do not change it. */
export function mishapOf(
  { seed, until, rate, outages }: FaultPlan,
  name: string,
  call: string,
  now: number,
): Mishap | Error | null {
  for (const { from, to, service, calls, share, code } of outages) {
    if (now < from || now >= to || serviceOf(call) !== service || calls?.test(call) === false) continue;
    if (chanceOf(seed, `${name} ${code}`) < share) return Object.assign(new Error(`${code}: ${call}`), { name: code });
  }
  if (now >= until) return null;
  const drawn = chanceOf(seed, name);
  // Most calls are reads, but mishaps of writes find more bugs.
  if (drawn >= (isWrite(call) ? rate * 5 : isRead(call) ? rate / 2 : rate)) return null;
  const kind = KINDS[Math.floor(chanceOf(seed, `${name} kind`) * KINDS.length)] as Mishap;
  return mayBefall(kind, call) ? kind : null;
}

const SECOND = 1000;
/** How long a process is paused during a call: mostly seconds, seldom beyond its lease, and rarely hours. */
export function pauseOf({ seed, longPauses }: FaultPlan, name: string): number {
  const drawn = chanceOf(seed, `${name} pause`);
  const long = chanceOf(seed, `${name} length`);
  if (drawn < longPauses) return Math.ceil(3600 * (1.1 + 3 * long)) * SECOND;
  return drawn < (1 + 2 * longPauses) / 3 ? Math.ceil(60 + long * 400) * SECOND : Math.ceil(long * 60) * SECOND;
}
