import type { Decision } from '../../decision/index.ts';
import { type Activity, isOfSource, reasonOf, type Seen, type TunedRuleStatus } from '../../evaluation/index.ts';
import { groupedBy, liveOf, type Reason, unitsOf, type Worker, type WorkerState } from '../../model/index.ts';
import { dueAtOf, paceOf } from '../../names/index.ts';
import { type RolloutProgress, spendingOf } from '../../operations/index.ts';
import { evaluatedEvery, type Policy } from '../../policy/index.ts';
import type { ManagedWorker } from '../../providers/index.ts';
import type { GroupState } from '../../state/index.ts';
import { spendingText } from '../costs/cost-text.ts';
import { type Cell, type Column, insideOf, table } from '../layout/table.ts';
import { distanceText, momentAt, timeText } from '../layout/times.ts';
import { type View, WHOLE } from '../layout/view.ts';
import { commandPhrase, commandSentence as sentence } from '../sentences/command-sentence.ts';
import { phraseIn, sentencesOf } from '../sentences/sentence.ts';
import {
  conditionFacts,
  type Fact,
  holds,
  obstacleFacts,
  policyFacts,
  sharedNotes,
  windowFacts,
} from './group-facts.ts';
import { poolText } from './pool-text.ts';
import { readyFacts } from './ready-text.ts';
import { rolloutFacts } from './rollout-text.ts';
import { tunedLine } from './tuned-text.ts';

const MINUTE = 60;

/** Facts that only an observation of the group provides. */
export interface Observed {
  /** Null when the group could not be observed. */
  readonly seen: Pick<Seen, 'workers' | 'units'> | null;
  /** What an evaluation would decide now; absent if it would decide nothing. */
  readonly decision?: Pick<Decision, 'trace' | 'reason' | 'blockedBy'> | undefined;
  /** The active policy; undefined if there is none. */
  readonly policy?: Policy | undefined;
  readonly tunedRules: readonly TunedRuleStatus[];
  /** Capacity that is excluded from launches, and until when. */
  readonly unavailable: Readonly<Record<string, number>>;
  /** The provider's notes about the group. */
  readonly notes: readonly Reason[];
  /** How far its rollout is, if that is known. */
  readonly rollout?: RolloutProgress | null;
}

/** The facts about one group, as `status GROUP` prints them. */
export function groupStatus(
  state: GroupState,
  { seen, policy, decision, tunedRules, unavailable, notes, rollout = null }: Observed,
  last: Activity | undefined,
  now: number,
  view?: View,
): string {
  const { desired, lastOutAt, lastInAt } = state.decision;
  const evaluatedAt = dueAtOf(state.group, state.schedule.dueAt, now);
  const facts: Fact[] = [
    ['group', state.group],
    ...policyFacts(state),
    ...(policy?.cluster === undefined ? [] : [['cluster', `${policy.cluster}, tier ${policy.tier}`] as const]),
    ...holdFacts(policy),
    ...(policy ? windowFacts(policy, now) : []),
    ...conditionFacts(state, decision?.trace ?? []),
    ['desired', desired === null ? 'not decided yet' : String(desired)],
    ...(seen ? [['workers', countsText(seen)] as const] : []),
    ...poolFacts(state, policy),
    ...costFacts(state),
    ['last scale-out', distanceText(lastOutAt, now)],
    ['last scale-in', distanceText(lastInAt, now)],
    ['evaluation', `${dueText(state, policy ?? {}, evaluatedAt, now)}${failuresText(state)}`],
    ...rolloutFacts(state, rollout),
    ...readyFacts(state),
    ...tunedRules.map((each): Fact => [each.kind, tunedLine(each, evaluatedAt, now)]),
    ...obstacleFacts(state, unavailable, now),
    ...noteFacts(notes),
    ...heldFacts(decision),
    ['last activity', last ? `${momentAt(last.startedAt)}: ${sentence(reasonOf(last))}` : 'none'],
  ];
  return table([], facts, view);
}

/** Why the group does not get the capacity that its rules ask for, in the sentence of the decision. */
const heldFacts = (decision: Observed['decision']): Fact[] =>
  decision?.blockedBy ? [['held back', sentencesOf(phraseIn(decision, commandPhrase))(decision.reason)]] : [];

/** The warm pool, apart from the workers. */
function poolFacts(state: GroupState, policy: Policy | undefined): Fact[] {
  const text = poolText(state, policy);
  return text === null ? [] : [['warm pool', text]];
}

/** What the group costs, if prices are known. */
function costFacts(state: GroupState): Fact[] {
  const spending = spendingOf(state);
  return spending ? [['cost', spendingText(spending)]] : [];
}

/** Those facts of `status` that explain why the group is not resized further. */
export const groupFacts = (
  state: GroupState,
  { unavailable, notes, policy }: Pick<Observed, 'unavailable' | 'notes' | 'policy'>,
  now: number,
  view: View = WHOLE,
): string[] => {
  const facts = [
    ...policyFacts(state),
    ...holdFacts(policy),
    ...rolloutFacts(state, null),
    ...obstacleFacts(state, unavailable, now),
    ...noteFacts(notes),
  ];
  return table([], facts, insideOf(view)).split('\n');
};

const holdFacts = (policy: Policy | undefined): Fact[] =>
  policy ? holds(policy).map((hold): Fact => ['hold', hold]) : [];

const noteFacts = (notes: readonly Reason[]): Fact[] =>
  sharedNotes(notes).map((note): Fact => [subjectOf(note), sentence(note)]);

function subjectOf(note: Reason): string {
  if (note.code === 'evaluation-failed') return 'last failure';
  return isOfSource(note) ? 'metric' : 'provider';
}

/** Why the last one failed is among the notes. */
const failuresText = ({ failures }: GroupState): string =>
  failures === 0 ? '' : `; the last ${failures === 1 ? 'one' : failures} failed`;

function dueText(
  { schedule, failures }: GroupState,
  { evaluateEvery = MINUTE }: Partial<Pick<Policy, 'evaluateEvery'>>,
  dueAt: number | null,
  now: number,
): string {
  if (dueAt === null) return 'not scheduled';
  if (dueAt <= now) return evaluateEvery < MINUTE ? `every ${evaluatedEvery(evaluateEvery)} s` : 'every minute';
  const pace = paceOf(schedule.dueAt);
  // Until the pace is known, evaluations come earlier each time.
  if (pace?.state === 'trying' || pace?.state === 'missed')
    return 'about every minute, until it is known when the metrics come';
  if (pace) return `every minute, next ${distanceText(dueAt, now)}`;
  return `${failures > 0 ? 'again' : 'at the latest'} ${distanceText(dueAt, now)}`;
}

/** `2 ready, 1 unhealthy`. */
function countsText({ workers, units }: Pick<Seen, 'workers' | 'units'>): string {
  const counts = Object.entries(workers).filter(([, count]) => count > 0);
  if (counts.length === 0) return 'none';
  const text = counts.map(([state, count]) => `${count} ${state}`).join(', ');
  return units ? `${text}; capacity ${liveOf(units)}` : text;
}

/** `observed`: the workers as the decision looks at them, if there was an observation. */
export function workersText(
  listed: readonly ManagedWorker[],
  observed: readonly Pick<Worker, 'id' | 'state' | 'weight'>[] = [],
  view?: View,
): string {
  const states = new Map(observed.map(({ id, state }) => [id, state]));
  const weights = new Map(observed.flatMap(({ id, weight }) => (weight === undefined ? [] : [[id, weight]])));
  if (listed.length === 0) return 'no workers';
  // Not every provider knows from which version its workers were launched.
  const hasVersions = listed.some(({ details }) => details.version !== undefined);
  const rows = listed
    .toSorted((a, b) => a.launchedAt - b.launchedAt)
    .map((each): Cell[] => [
      ...[each.id, each.details.instanceType ?? '', each.details.market ?? '', each.zone],
      stateCell(each, states.get(each.id)),
      yesNo(each.busy),
      yesNo(each.protected),
      timeText(each.launchedAt),
      ...(hasVersions ? [each.details.version ?? ''] : []),
      ...(weights.size > 0 ? [weights.get(each.id) ?? 1] : []),
    ]);
  const columns: (string | Column)[] = [
    'WORKER',
    { name: 'TYPE', rank: 1 },
    { name: 'MARKET', rank: 2 },
    { name: 'ZONE', rank: 5 },
    'STATE',
    'BUSY',
    { name: 'PROTECTED', rank: 3 },
    { name: 'LAUNCHED (UTC)', rank: 4 },
  ];
  if (hasVersions) columns.push({ name: 'TEMPLATE', rank: 6 });
  if (weights.size > 0) columns.push('WEIGHT');
  const awaited = awaitedFacts(listed, states);
  return [table(columns, rows, view), ...(awaited.length > 0 ? [table([], awaited, view)] : [])].join('\n\n');
}

/** What pending workers wait for, with the first worker of each cause. */
function awaitedFacts(listed: readonly ManagedWorker[], states: ReadonlyMap<string, WorkerState>): Fact[] {
  const pending = listed.filter(
    ({ id, awaited, drainingUntil, unhealthy }) =>
      awaited && drainingUntil === null && !unhealthy && (states.get(id) ?? 'pending') === 'pending',
  );
  const byCause = groupedBy(pending, ({ awaited }) => (awaited ? sentence(awaited) : ''));
  return [...byCause].map(([cause, workers]): Fact => {
    const more = workers.length > 1 ? ` and ${workers.length - 1} more` : '';
    return [`${workers[0]?.id}${more}`, cause];
  });
}

/** The state that decisions know, as far as the group was observed: an instance that runs may still be warming. */
function stateCell(
  { details, serving, drainingUntil, unhealthy }: ManagedWorker,
  observed: WorkerState | undefined,
): Cell {
  if (drainingUntil !== null) return { text: `draining until ${momentAt(drainingUntil)}`, tone: 'caution' };
  if (unhealthy || observed === 'unhealthy') return { text: 'unhealthy', tone: 'trouble' };
  return observed ?? details.state ?? (serving ? 'running' : 'pending');
}

const yesNo = (value: boolean | null): string | null => (value === null ? null : value ? 'yes' : 'no');

/** How many workers there are; null when the provider cannot describe the group. */
export interface Counts {
  readonly live: number | null;
  readonly draining: number | null;
  /** Units of capacity of the live ones, where workers have weights. */
  readonly capacity?: number;
}

/** The state decides who drains, as it does for evaluations: the provider's mark may be late. Without a state, the mark has to do. */
export function countsOf(
  listed: readonly ManagedWorker[] | null,
  state: Pick<GroupState, 'drains' | 'provider'> | undefined,
): Counts {
  if (listed === null) return { live: null, draining: null };
  const isDraining = state && new Set(state.drains.flatMap(({ workers }) => workers));
  const live = listed.filter(({ id, drainingUntil }) => !(isDraining?.has(id) ?? drainingUntil !== null));
  const { weights = {} } = state?.provider ?? {};
  const units = unitsOf(live.map(({ weight, details }) => ({ weight: weight ?? weights[details.instanceType ?? ''] })));
  const isWeighted = Object.keys(weights).length > 0 || units > live.length;
  return { live: live.length, draining: listed.length - live.length, ...(isWeighted && { capacity: units }) };
}
