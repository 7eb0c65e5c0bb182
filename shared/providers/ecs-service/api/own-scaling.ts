import type { Reason } from '../../../model/index.ts';
import { because } from '../because.ts';
import { type EcsCall, listIn, numberIn } from './call.ts';

/** How long an answer is good for, in ms: targets change rarely, and every service would be asked about. */
const GOOD_FOR = 15 * 60_000;
const SUSPENSIONS = ['DynamicScalingInSuspended', 'DynamicScalingOutSuspended', 'ScheduledScalingSuspended'] as const;

/**
 * Warns of a service that Application Auto Scaling scales. Answers are kept for 15 minutes.
 * https://docs.aws.amazon.com/autoscaling/application/APIReference/API_DescribeScalableTargets.html
 */
export function ownScaling(call: EcsCall) {
  const known = new Map<string, { readonly at: number; readonly warning: Promise<Reason | null> }>();

  const read = async (name: string): Promise<Reason | null> => {
    const input = { ServiceNamespace: 'ecs', ResourceIds: [`service/${name}`] };
    const [target] = listIn(await call('DescribeScalableTargets', input), 'ScalableTargets');
    const suspended = Object(target?.['SuspendedState']) as Readonly<Record<string, unknown>>;
    if (target === undefined || SUSPENSIONS.every((each) => suspended[each] === true)) return null;
    const [min, max] = [numberIn(target, 'MinCapacity'), numberIn(target, 'MaxCapacity')];
    return because['ecs-scales-itself']({ name, min, max });
  };

  return (name: string, now: number): Promise<Reason | null> => {
    const kept = known.get(name);
    if (kept !== undefined && now < kept.at + GOOD_FOR) return kept.warning;
    const warning = read(name);
    known.set(name, { at: now, warning });
    // A failed call is not kept.
    warning.catch(() => known.delete(name));
    return warning;
  };
}
