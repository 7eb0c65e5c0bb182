import type { Decision } from '../../decision/index.ts';
import {
  groupedBy,
  inSeries,
  momentText,
  nextOpening,
  openUntil,
  type Reason,
  type Window,
} from '../../model/index.ts';
import { faultText, type Policy } from '../../policy/index.ts';
import { isActive, moduleOf } from '../../rules/index.ts';
import type { GroupState, InterruptionNotice, LaunchBackoff, WatchEntry } from '../../state/index.ts';
import { momentAt } from '../layout/times.ts';
import { phrase } from '../sentences/sentence.ts';
import { manualLines } from './manual-text.ts';
import { overflowFailure, overflowLines } from './overflow-text.ts';

/** A line of `status` and `explain`: its label and its text. */
export type Fact = readonly [name: string, text: string];

export function policyFacts({ policy: { version, errors, deleting } }: GroupState): Fact[] {
  const active = version === null ? 'no active version' : `version ${version}`;
  return [
    ['policy', deleting ? `${active}, deleted: the group scales in to 0` : active],
    ...errors.map((error): Fact => ['rejected', faultText(error)]),
  ];
}

/** The conditions that the group is in. `trace`: of the decision that it would make now. */
export function conditionFacts({ watch }: GroupState, trace: Decision['trace']): Fact[] {
  return watch.conditions.map(({ condition, since, notified }): Fact => {
    const lacking = condition === 'no-data' ? withoutData(trace) : [];
    const what = lacking.length > 0 ? ` for ${lacking.join(', ')}` : '';
    return ['condition', `${CONDITION_TEXT[condition]}${what} since ${momentAt(since)}${notified ? ', reported' : ''}`];
  });
}

/** The metrics that rules lack, also where a fallback is used. */
const withoutData = (trace: Decision['trace']): string[] => {
  const causes = trace.map(({ reason }) => (reason.params['cause'] as Reason | undefined) ?? reason);
  return [...new Set(causes.flatMap(({ code, params }) => (code === 'no-data' ? String(params['metric']) : [])))];
};

/** The conditions in few words. */
export const CONDITION_TEXT: Readonly<Record<WatchEntry['condition'], string>> = {
  'cannot-launch': 'cannot launch',
  'no-data': 'no data',
  'replacing-in-loop': 'replacing in a loop',
  'at-max': 'at maximum, rules ask for more',
};

/** The time of an interruption is the arrival of its notice. The other times are those of the events. */
const NOTICE: Readonly<Record<InterruptionNotice['kind'], (id: string, at: string) => string>> = {
  interruption: (id, at) => `interruption of ${id}, received at ${at}`,
  rebalance: (id, at) => `rebalance of ${id}, recommended at ${at}`,
  ended: (id, at) => `end of ${id}, at ${at}`,
};

/** The facts that delay or limit the group's next resize. `unavailable`: excluded capacity, and until when. */
export function obstacleFacts(state: GroupState, unavailable: Readonly<Record<string, number>>, now: number): Fact[] {
  const { claim, drains, notices, provider } = state;
  const facts: Fact[] = drains.map(({ activity, until }) => [
    'drain',
    `activity ${activity}, until ${momentAt(until)}`,
  ]);
  facts.unshift(...manualLines(state.manual, now).map((line): Fact => ['by hand', line]));
  if (claim)
    facts.unshift(['claim', `activity ${claim.activity} by ${claim.holder}, until ${momentAt(claim.leaseUntil)}`]);
  // A notice is kept for some minutes longer than its worker.
  const gone = new Set(provider.terminated.flatMap(({ workers }) => workers));
  for (const { id, kind, at } of notices.filter((each) => !gone.has(each.id)))
    facts.push(['notice', NOTICE[kind](id, momentAt(at))]);
  for (const [pool, until] of Object.entries(unavailable)) {
    facts.push(['excluded', `${pool} until ${momentAt(until)}, after a failed launch or an interruption`]);
  }
  const { launchBackoff } = provider;
  if (launchBackoff) facts.push(['launches', backoffText(launchBackoff, now)]);
  facts.push(...overflowLines(state, now).map((line): Fact => ['overflow', line]));
  const failure = overflowFailure(state);
  if (failure !== null) facts.push(['overflow', `fails ${failure}`]);
  return facts;
}

/** After the wait, failures stay worth a line until a launch succeeds. */
function backoffText({ failures, until, because }: LaunchBackoff, now: number): string {
  const count = `${failures} ${failures === 1 ? 'failure' : 'failures in a row'}`;
  return `${until > now ? `wait until ${momentAt(until)} after ${count}` : count}: ${phrase(because)}`;
}

type Effective = Window & { readonly effect: string };

/** The open windows of rules and guards, with their ends and effects. If a rule or guard has no open window, its next one. */
export function windowFacts({ rules, guards }: Policy, now: number): Fact[] {
  const ofRules = rules.flatMap((rule) => {
    if (rule.enabled === false) return [];
    const windows = moduleOf(rule).windows?.(rule) ?? [];
    if (isActive(rule, now)) return windowsOf(rule.name, windows.map(withBounds), now);
    return windowsOf(rule.name, (rule.during ?? []).map(withEffect('the rule is used')), now);
  });
  return [
    ...ofRules,
    ...windowsOf('maintenance', guards.maintenance.map(withEffect('only repairs')), now),
    ...windowsOf('cap', (guards.cap ?? []).map(withBounds), now),
  ];
}

function windowsOf(name: string, windows: readonly Effective[], now: number): Fact[] {
  const open = windows.flatMap((window): Fact[] => {
    const until = openUntil(window, now);
    return until === undefined ? [] : [['window', `${name}, open until ${momentAt(until)}: ${window.effect}`]];
  });
  if (open.length > 0) return open;
  const { opens } = nextOpening(windows, now);
  const next = windows.filter((window) => opens !== undefined && nextOpening([window], now).opens === opens);
  return next.map(({ effect }) => ['window', `${name}, opens ${momentText(opens as string)}: ${effect}`]);
}

const withEffect =
  (effect: string) =>
  (window: Window): Effective => ({ ...window, effect });

type Bounds = { readonly [Name in 'min' | 'max' | 'desired' | 'spare']?: number | undefined };
function withBounds(window: Window & Bounds): Effective {
  const names = ['min', 'max', 'desired', 'spare'] as const;
  const effect = names.flatMap((name) => (window[name] === undefined ? [] : `${name} ${window[name]}`)).join(', ');
  return { ...window, effect };
}

/** Whether a note says which metric has no data, and why. */
export const isUnread = ({ code }: Reason): boolean => code === 'source-unavailable' || code === 'source-failed';

/** Each note once. Metrics that lack data for the same reason, such as two counts of one queue, share a note. */
export function sharedNotes(notes: readonly Reason[]): Reason[] {
  const withoutMetric = ({ code, params: { metric, ...cause } }: Reason) => ({ code, params: cause });
  const distinct = groupedBy(notes, (note) => JSON.stringify(isUnread(note) ? withoutMetric(note) : note));
  return [...distinct.values()].map((same) => {
    const [first] = same as [Reason, ...Reason[]];
    const metrics = [...new Set(same.map(({ params }) => String(params['metric'])))];
    return metrics.length > 1
      ? { code: first.code, params: { ...first.params, metric: inSeries(metrics, 'and') } }
      : first;
  });
}

/** What a person has set that keeps the group from being resized. */
export function holds({ paused, dryRun }: Policy): string[] {
  const pause = paused === true ? 'paused' : `paused: no scale-${paused}`;
  return [...(paused === false ? [] : [pause]), ...(dryRun ? ['dry run: decides, changes nothing'] : [])];
}
