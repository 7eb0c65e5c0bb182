import { isPaced, type Policy } from '../../policy/index.ts';
import { type Scenario, ticksIn } from '../scenario/scenario.ts';

const MINUTE_SECONDS = 60;

/**
 * In which steps the schedule evaluates a group: every `evaluateEvery` from the start. If that is a minute, a deployed group
 * is evaluated when its metrics of whole minutes come, because it learns when they do. `delays`: seconds from the end of a
 * minute until each of these metrics comes.
 */
export function evaluationSteps(
  policy: Pick<Policy, 'cluster'>,
  scenario: Pick<Scenario, 'evaluateEvery' | 'tick'>,
  delays: readonly number[],
): (now: number, index: number) => boolean {
  const { evaluateEvery, tick } = scenario;
  const steps = ticksIn(evaluateEvery, scenario);
  if (!isPaced(evaluateEvery, policy) || delays.length === 0) return (_, index) => index % steps === 0;
  const delay = Math.max(...delays);
  return (now, index) =>
    index === 0 || (((now / 1000 - delay) % MINUTE_SECONDS) + MINUTE_SECONDS) % MINUTE_SECONDS < tick;
}
