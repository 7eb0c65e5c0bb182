import { type Activity, type ListedWorker, reasonOf, type Seen, type TunedRuleStanding } from '../evaluation/index.ts';
import { faultText } from '../policy/index.ts';
import type { GroupState } from '../state/index.ts';
import { backoffLine } from './activity-text.ts';
import { sentence } from './sentence.ts';
import { table } from './table.ts';
import { distanceText, timeText } from './times.ts';
import { tunedLine } from './tuned-text.ts';

/** What only an evaluation knows, or who observes as one does. */
export interface Looked {
  readonly seen: Seen['workers'] | null;
  readonly tunedRules: readonly TunedRuleStanding[];
  /** Capacity that is left out of launches, and until when. */
  readonly unavailable: Readonly<Record<string, number>>;
}

/** How a group stands, a line for each thing that a person may want to know. */
export function stateLines(
  state: GroupState,
  { seen, tunedRules, unavailable }: Looked,
  last: Activity | undefined,
  now: number,
): string[] {
  const { claim, drains, notices, decision } = state;
  const { launchBackoff } = state.provider;
  const { dueAt } = state.schedule;
  const lines: [string, string][] = [
    ['group', state.group],
    ['policy', policyText(state)],
    ...state.policy.errors.map((fault): [string, string] => ['fault', faultText(fault)]),
    ['desired', decision.desired === null ? 'not decided yet' : String(decision.desired)],
    ...(seen ? [['workers', countsText(seen)] as [string, string]] : []),
    ['last out', distanceText(decision.lastOutAt, now)],
    ['last in', distanceText(decision.lastInAt, now)],
    [
      'looked at',
      dueAt === null ? 'never' : dueAt <= now ? 'on every tick' : `by an alarm, else ${distanceText(dueAt, now)}`,
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
    ...drains.map(({ activity, until }): [string, string] => [
      'draining',
      `activity ${activity}, until ${timeText(until)}`,
    ]),
    ...notices.map(({ id, kind, at }): [string, string] => [
      'announced',
      `${kind} of ${id} by EC2, ${distanceText(at, now)}`,
    ]),
    ...Object.entries(unavailable).map(([pool, until]): [string, string] => [
      'left out',
      `${pool}, which refused to launch, until ${timeText(until)}`,
    ]),
    ...(launchBackoff && launchBackoff.until > now
      ? [['launches', backoffLine(launchBackoff)] as [string, string]]
      : []),
    ['last', last ? `${timeText(last.startedAt)} ${sentence(reasonOf(last))}` : 'never resized'],
  ];
  return table([], lines).split('\n');
}

/** `2 ready, 1 unhealthy`. */
function countsText(seen: Seen['workers']): string {
  const there = Object.entries(seen).filter(([, count]) => count > 0);
  return there.length === 0 ? 'none' : there.map(([state, count]) => `${count} ${state}`).join(', ');
}

function policyText({ policy: { version, deleting } }: GroupState): string {
  if (version === null) return 'none in force';
  return deleting ? `version ${version}, deleted: the group drains to zero` : `version ${version}`;
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
