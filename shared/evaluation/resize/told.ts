import type { Activity } from '../model.ts';

/** What an activity did, and what kept it from doing all of it, in a few sentences. */
export function toldOf({ intent, outcome, status, decision, error }: Activity): string {
  const why = error ? ` ${error}` : '';
  if (intent.kind === 'launch') {
    const { takeBack, onDemand, spot } = intent;
    const back = takeBack.length > 0 ? ` Took ${takeBack.length} back from draining.` : '';
    if (onDemand + spot === 0) return `${decision.reason}${back}${why}`;
    const came = outcome?.kind === 'launch' ? outcome.launched.length : 0;
    return `${decision.reason}${back} Launched ${came} of ${onDemand + spot}.${why}`;
  }
  const { length } = intent.victims;
  const { terminated = [], takenBack = 0 } = outcome?.kind === 'retire' ? outcome : {};
  const ended = terminated.length > 0 ? `, ${terminated.length} have ended` : '';
  if (status === 'draining')
    return `${decision.reason} Draining ${length} until ${new Date(intent.drainUntil).toISOString()}${ended}.`;
  const back = takenBack > 0 ? ` ${takenBack} taken back.` : '';
  return `${decision.reason} Terminated ${terminated.length} of ${length}.${back}${why}`;
}
