import {
  type Activity,
  type LaunchIntent,
  type LaunchOutcome,
  launchedBy,
  type PoolIntent,
  type RemovalIntent,
  unitsBy,
} from '../../evaluation/index.ts';
import { amountText } from '../../model/index.ts';
import { moduleOf } from '../../providers/index.ts';
import { momentAt } from '../layout/times.ts';
import type { View } from '../layout/view.ts';
import { phrase } from '../sentences/sentence.ts';
import { decisionReport } from './decision-text.ts';

/** An activity as a report, from the observation to the provider's response. */
export function activityReport(activity: Activity, view?: View): string {
  const { id, trigger, holder, version, startedAt, seen, decision, notes } = activity;
  const occasion = `activity ${id}: ${momentAt(startedAt)}, triggered by ${TRIGGERS[trigger]}, policy version ${version}, claimed by ${holder}`;
  return decisionReport(decision, { occasion, seen, happened: [...notes.map(phrase), ...happened(activity)] }, view);
}

/** What an activity did and what the provider answered, one sentence each. */
export const activityLines = (activity: Activity): string[] => happened(activity);

/** `4 → 6` */
export const sizeText = ({ current, desired }: Activity['decision']): string => `${current} → ${desired}`;

export const TRIGGERS: Readonly<Record<Activity['trigger'], string>> = {
  schedule: 'the schedule',
  interval: 'the interval of the policy',
  alarm: 'an alarm',
  push: 'a push',
  'worker-event': 'a worker event',
  'follow-up': 'a previous resize',
  manual: 'a person',
};

function happened({ intent, outcome, status, error, startedAt, settledAt }: Activity): string[] {
  const lines: string[] = [];
  if (intent.kind === 'launch') {
    const { plan, provider, cancelDrain, deferred, inUnits } = intent;
    if (cancelDrain.length > 0) lines.push(`canceled the drain of ${cancelDrain.join(', ')}`);
    if (deferred > 0) lines.push(`deferred to a later launch: ${amountText(deferred, inUnits)}`);
    if (plan === null) return [...lines, endLine(intent.kind, status, startedAt, settledAt)];
    const module = moduleOf(provider);
    const planned = module ? phrase(module.describePlan(plan)) : null;
    if (planned !== null) lines.push(outcome === null ? `not confirmed: ${planned}` : planned);
    if (outcome?.kind === 'launch') lines.push(...launchedLines(outcome, intent));
  } else if (intent.kind === 'pool') lines.push(...poolLines(intent, outcome, error));
  else if (outcome?.kind === 'remove') {
    lines.push(
      terminatedLine(intent, outcome.terminated),
      ...(outcome.returned ? [`returned to the warm pool: ${outcome.returned.join(', ')}`] : []),
      ...(error ? [phrase(error)] : []),
    );
  } else lines.push(`draining until ${momentAt(intent.drainUntil)}, then terminating: ${intent.workers.join(', ')}`);
  return [...lines, endLine(intent.kind, status, startedAt, settledAt)];
}

function launchedLines(outcome: LaunchOutcome, { count: asked, inUnits }: LaunchIntent): string[] {
  const { launched, errors } = outcome;
  const named = launched.map(({ id, details, weight, warm }) => {
    const more = [...(inUnits ? [`weight ${weight ?? 1}`] : []), ...(warm ? ['from the warm pool'] : [])];
    return `${id} (${[...Object.values(details), ...more].join(', ')})`;
  });
  return [
    `launched ${inUnits ? `capacity ${unitsBy(outcome)}` : launchedBy(outcome)} of ${asked}${named.length > 0 ? `: ${named.join(', ')}` : ''}`,
    ...errors.map(({ code, message, offerings }) => {
      const where = offerings.length > 0 ? ` [${offerings.join(', ')}]` : '';
      return `${code}: ${message}${where}`;
    }),
  ];
}

function poolLines(intent: PoolIntent, outcome: Activity['outcome'], error: Activity['error']): string[] {
  const { launched, parked, dropped } =
    outcome?.kind === 'pool' ? outcome : { launched: null, parked: intent.park, dropped: intent.drop };
  const listed = (ids: readonly string[], what: string) => (ids.length > 0 ? [`${what}: ${ids.join(', ')}`] : []);
  return [
    ...listed(dropped, 'terminated members of the warm pool'),
    ...listed(parked, `${intent.state === 'hibernated' ? 'hibernated' : 'stopped'} members of the warm pool`),
    ...(intent.count > 0 ? [`launched ${launched?.length ?? 0} of ${intent.count} for the warm pool`] : []),
    ...listed(launched?.map(({ id }) => id) ?? [], 'new members'),
    ...(error ? [phrase(error)] : []),
  ];
}

function terminatedLine({ workers }: RemovalIntent, terminated: readonly string[]): string {
  const left = workers.filter((id) => !terminated.includes(id));
  const rest = left.length > 0 ? `; not ${left.join(', ')}` : '';
  const done = terminated.length === 0 ? '' : `: ${terminated.join(', ')}`;
  return `terminated ${terminated.length} of ${workers.length}${done}${rest}`;
}

function endLine(
  kind: Activity['intent']['kind'],
  status: Activity['status'],
  startedAt: number,
  settledAt: number | null,
): string {
  const after = settledAt === null ? '' : ` ${((settledAt - startedAt) / 1000).toFixed(1)} s after it started`;
  switch (status) {
    case 'claimed':
      return 'not settled yet: in progress, or resumed after its lease expires';
    case 'draining':
      return `workers tagged as draining${after}; a later evaluation terminates them`;
    case 'partial':
      return kind === 'launch'
        ? `settled${after}; a later activity launches the missing workers`
        : `settled${after}; the workers that are still there count as capacity again`;
    default:
      return `${status}${after}`;
  }
}
