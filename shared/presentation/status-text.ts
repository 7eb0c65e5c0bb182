import {
  type Activity,
  type GroupState,
  type ListedWorker,
  type Seen,
  type TunedRuleStanding,
  toldOf,
} from '../evaluation/index.ts';
import { faultText } from '../policy/index.ts';
import { breakerLine } from './activity-text.ts';
import { table } from './table.ts';
import { distanceText, timeText } from './times.ts';
import { tunedLine } from './tuned-text.ts';

/** What only an evaluation knows, or who observes as one does. */
export interface Looked {
  readonly seen: Seen['workers'] | null;
  readonly tunedRules: readonly TunedRuleStanding[];
}

/** How a group stands, a line for each thing that a person may want to know. */
export function stateLines(
  state: GroupState,
  { seen, tunedRules }: Looked,
  last: Activity | undefined,
  now: number,
): string[] {
  const { claim, draining, unavailable, breaker, warned } = state;
  const pools = Object.entries(unavailable).filter(([, until]) => until > now);
  const lines: [string, string][] = [
    ['group', state.group],
    ['policy', policyText(state)],
    ...state.faults.map((fault): [string, string] => ['fault', faultText(fault)]),
    ['desired', state.desired === null ? 'not decided yet' : String(state.desired)],
    ...(seen ? [['workers', countsText(seen)] as [string, string]] : []),
    ['last out', distanceText(state.lastOutAt, now)],
    ['last in', distanceText(state.lastInAt, now)],
    [
      'looked at',
      state.dueAt === null
        ? 'never'
        : state.dueAt <= now
          ? 'on every tick'
          : `by an alarm, else ${distanceText(state.dueAt, now)}`,
    ],
    ...tunedRules.map((each): [string, string] => [each.kind, tunedLine(each, now)]),
    ...(claim
      ? [
          ['claim', `activity ${claim.activity} of ${claim.holder}, until ${timeText(claim.leaseUntil)}`] as [
            string,
            string,
          ],
        ]
      : []),
    ...draining.map(({ activity, until }): [string, string] => [
      'draining',
      `activity ${activity}, until ${timeText(until)}`,
    ]),
    ...warned.map(({ id, kind, at }): [string, string] => [
      'announced',
      `${kind} of ${id} by EC2, ${distanceText(at, now)}`,
    ]),
    ...pools.map(([pool, until]): [string, string] => [
      'left out',
      `${pool}, which refused to launch, until ${timeText(until)}`,
    ]),
    ...(breaker && breaker.until > now ? [['launches', breakerLine(breaker)] as [string, string]] : []),
    ['last', last ? `${timeText(last.startedAt)} ${toldOf(last)}` : 'never resized'],
  ];
  return table([], lines).split('\n');
}

/** `2 ready, 1 unhealthy`. */
function countsText(seen: Seen['workers']): string {
  const there = Object.entries(seen).filter(([, count]) => count > 0);
  return there.length === 0 ? 'none' : there.map(([state, count]) => `${count} ${state}`).join(', ');
}

function policyText({ version, retiring }: GroupState): string {
  if (version === null) return 'none in force';
  return retiring ? `version ${version}, deleted: the group drains to zero` : `version ${version}`;
}

export function workersText(listed: readonly ListedWorker[]): string {
  if (listed.length === 0) return 'no workers';
  const rows = listed
    .toSorted((a, b) => a.launchedAt - b.launchedAt)
    .map(({ id, instanceType, market, zone, state, drainingUntil, launchedAt }) => [
      id,
      instanceType,
      market,
      zone,
      drainingUntil === null ? state : `draining until ${timeText(drainingUntil)}`,
      timeText(launchedAt),
    ]);
  return table(['WORKER', 'TYPE', 'MARKET', 'ZONE', 'STATE', 'LAUNCHED (UTC)'], rows);
}

export function countsOf(listed: readonly ListedWorker[]): { live: number; draining: number } {
  const draining = listed.filter(({ drainingUntil }) => drainingUntil !== null).length;
  return { live: listed.length - draining, draining };
}
