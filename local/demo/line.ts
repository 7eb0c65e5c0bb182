import type { ReportDocument } from '../../shared/presentation/index.ts';

/** Prints one evaluation as a line: time, trigger, observation, decision and action. */
export function evaluationLine({
  at,
  trigger,
  result,
  seen,
  activity,
  intent,
  outcome,
  finished = [],
  ...report
}: ReportDocument): string {
  const time = new Date(at).toISOString().slice(11, 19);
  const parts = [`${time}  ${trigger.padEnd(9)}  ${result.padEnd(8)} `];
  if (seen) {
    const metrics = Object.entries(seen.metrics).map(
      ([name, value]) => `${name} ${value === null ? '–' : Math.round(value)}`,
    );
    const { pending, warming, ready, draining } = seen.workers;
    parts.push(
      `saw ${metrics.join(', ')} on ${ready} ready${pending + warming > 0 ? `, ${pending + warming} booting` : ''}${draining > 0 ? `, ${draining} draining` : ''};`,
    );
  }
  parts.push(report.told);
  if (activity) parts.push(`[claimed as ${activity}]`);
  if (outcome?.kind === 'launch') {
    const spot = outcome.launched.filter(({ market }) => market === 'spot').length;
    parts.push(`launched ${outcome.launched.map(({ id }) => id).join(' ')}${spot > 0 ? ` (${spot} spot)` : ''}`);
  } else if (intent?.kind === 'retire') parts.push(`terminates ${intent.victims.join(' ')}`);
  for (const id of finished) parts.push(`(finished activity ${id}: its workers have drained and are terminated)`);
  return parts.join(' ');
}
