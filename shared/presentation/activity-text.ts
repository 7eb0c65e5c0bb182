import type { Activity, LaunchOutcome, RetireIntent } from '../evaluation/index.ts';
import type { GroupState, LaunchBackoff } from '../state/index.ts';
import { decisionReport } from './decision-text.ts';
import { timeText } from './times.ts';

/** An activity told as a report, from what was seen to what EC2 answered. */
export function activityReport(activity: Activity): string {
  const { id, trigger, holder, version, startedAt, seen, decision } = activity;
  const occasion = `activity ${id}: ${timeText(startedAt)} UTC, set off by ${TRIGGERS[trigger]}, policy version ${version}, claimed by ${holder}`;
  return decisionReport(decision, { occasion, seen, happened: happened(activity) });
}

const TRIGGERS: Readonly<Record<Activity['trigger'], string>> = {
  schedule: 'the schedule',
  alarm: 'an alarm',
  'worker-event': 'an event of a worker',
  'follow-up': 'a resize a moment before',
  manual: 'a person',
};

function happened({ intent, outcome, status, startedAt, settledAt }: Activity): string[] {
  const lines: string[] = [];
  if (intent.kind === 'launch') {
    const { onDemand, spot, launchTemplate, pools, takeBack, deferred } = intent;
    if (takeBack.length > 0) lines.push(`took back from draining: ${takeBack.join(', ')}`);
    if (deferred > 0) lines.push(`left to a later launch: ${counted(deferred, 'worker')}`);
    if (onDemand + spot === 0) return [...lines, endLine(status, startedAt, settledAt)];
    const template = launchTemplate.name ?? launchTemplate.id;
    lines.push(`asked for ${onDemand} on demand and ${spot} spot of ${template} in ${counted(pools.length, 'pool')}`);
    if (outcome?.kind === 'launch') lines.push(...launchedLines(outcome, onDemand + spot));
  } else if (outcome?.kind === 'retire') lines.push(terminatedLine(intent, outcome.terminated));
  else lines.push(`to be terminated after draining until ${timeText(intent.drainUntil)}: ${intent.victims.join(', ')}`);
  return [...lines, endLine(status, startedAt, settledAt)];
}

function launchedLines({ launched, errors }: LaunchOutcome, asked: number): string[] {
  const named = launched.map(({ id, instanceType, market }) => `${id} (${instanceType}, ${market})`);
  return [
    `launched ${launched.length} of ${asked}${named.length > 0 ? `: ${named.join(', ')}` : ''}`,
    ...errors.map(({ code, message, pools }) => {
      const where = pools.length > 0 ? ` [${pools.join(', ')}]` : '';
      return `${code}: ${message}${where}`;
    }),
  ];
}

function terminatedLine({ victims }: RetireIntent, terminated: readonly string[]): string {
  const left = victims.filter((id) => !terminated.includes(id));
  const rest = left.length > 0 ? `; not ${left.join(', ')}` : '';
  return `terminated ${terminated.length} of ${victims.length}: ${terminated.join(', ')}${rest}`;
}

function endLine(status: Activity['status'], startedAt: number, settledAt: number | null): string {
  const after = settledAt === null ? '' : ` ${((settledAt - startedAt) / 1000).toFixed(1)} s after it began`;
  switch (status) {
    case 'claimed':
      return 'not settled yet: under way, or to be resumed once its lease has passed';
    case 'draining':
      return `the workers are marked as draining${after}; a later evaluation terminates them`;
    case 'partial':
      return `settled${after}; what did not come is tried by a later activity`;
    default:
      return `${status}${after}`;
  }
}

const counted = (count: number, what: string): string => `${count} ${what}${count === 1 ? '' : 's'}`;

/** What stands between a decision and its resize at this moment. */
export function standingLines(state: GroupState, unavailable: Readonly<Record<string, number>>, at: number): string[] {
  const { claim, drains, notices, provider } = state;
  const { errors, version, deleting } = state.policy;
  const { launchBackoff } = provider;
  return [
    version === null ? 'no policy is in force' : `policy version ${version} is in force`,
    ...(deleting ? ['the policy is deleted: the group drains to zero'] : []),
    ...(errors.length > 0
      ? [`the newest policy is refused for ${counted(errors.length, 'fault')}: see "headcount status"`]
      : []),
    ...(claim ? [`activity ${claim.activity} is claimed by ${claim.holder} until ${timeText(claim.leaseUntil)}`] : []),
    ...drains.map(({ activity, until }) => `workers of activity ${activity} drain until ${timeText(until)}`),
    ...notices.map(({ id, kind, at: warnedAt }) => `EC2 announced at ${timeText(warnedAt)}: ${kind} of ${id}`),
    ...Object.entries(unavailable).map(
      ([pool, until]) => `${pool} refused to launch, left out until ${timeText(until)}`,
    ),
    ...(launchBackoff && launchBackoff.until > at ? [`launches ${backoffLine(launchBackoff)}`] : []),
  ];
}

/** Why nothing is launched for the moment. */
export const backoffLine = ({ failures, until, because }: LaunchBackoff): string =>
  `wait until ${timeText(until)} after ${counted(failures, 'failure')} in a row: ${because}`;
