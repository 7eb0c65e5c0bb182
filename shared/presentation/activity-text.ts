import type { Activity, LaunchOutcome, RetireIntent } from '../evaluation/index.ts';
import { decisionReport } from './decision-text.ts';
import { timeText } from './times.ts';

/** An activity as a report, from the observation to the provider's answer. */
export function activityReport(activity: Activity): string {
  const { id, trigger, holder, version, startedAt, seen, decision } = activity;
  const occasion = `activity ${id}: ${timeText(startedAt)} UTC, triggered by ${TRIGGERS[trigger]}, policy version ${version}, claimed by ${holder}`;
  return decisionReport(decision, { occasion, seen, happened: happened(activity) });
}

const TRIGGERS: Readonly<Record<Activity['trigger'], string>> = {
  schedule: 'the schedule',
  alarm: 'an alarm',
  'worker-event': 'a worker event',
  'follow-up': 'a previous resize',
  manual: 'a person',
};

function happened({ intent, outcome, status, startedAt, settledAt }: Activity): string[] {
  const lines: string[] = [];
  if (intent.kind === 'launch') {
    const { onDemand, spot, launchTemplate, pools, takeBack, deferred } = intent;
    if (takeBack.length > 0) lines.push(`canceled the drain of ${takeBack.join(', ')}`);
    if (deferred > 0) lines.push(`deferred to a later launch: ${counted(deferred, 'worker')}`);
    if (onDemand + spot === 0) return [...lines, endLine(status, startedAt, settledAt)];
    const template = launchTemplate.name ?? launchTemplate.id;
    lines.push(
      `requested ${onDemand} on-demand and ${spot} spot workers of ${template} in ${counted(pools.length, 'pool')}`,
    );
    if (outcome?.kind === 'launch') lines.push(...launchedLines(outcome, onDemand + spot));
  } else if (outcome?.kind === 'retire') lines.push(terminatedLine(intent, outcome.terminated));
  else lines.push(`draining until ${timeText(intent.drainUntil)}, then terminating: ${intent.victims.join(', ')}`);
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
  const after = settledAt === null ? '' : ` ${((settledAt - startedAt) / 1000).toFixed(1)} s after it started`;
  switch (status) {
    case 'claimed':
      return 'not settled yet: in progress, or resumed after its lease expires';
    case 'draining':
      return `workers tagged as draining${after}; a later evaluation terminates them`;
    case 'partial':
      return `settled${after}; a later activity launches the missing workers`;
    default:
      return `${status}${after}`;
  }
}

const counted = (count: number, what: string): string => `${count} ${what}${count === 1 ? '' : 's'}`;
