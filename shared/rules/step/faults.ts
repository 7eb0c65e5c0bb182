import type { ValidationError } from '../../model/index.ts';
import { stepError } from './reasons.ts';
import type { StepRule } from './schema.ts';

/** A step on one side of the threshold: its distances from it, the nearer one first. */
interface Side {
  readonly index: number;
  readonly near: number;
  readonly far: number;
}

/**
 * On each side of the threshold the steps leave no hole, the outermost is open, and none is open on both sides: the rule
 * must not fall silent where the metric is furthest from its threshold. Between the threshold and the first step on a side
 * nothing needs to happen.
 * https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_StepAdjustment.html
 */
export function faults({ steps }: StepRule): ValidationError[] {
  const both = steps.findIndex(({ from, to }) => from === undefined && to === undefined);
  if (both >= 0) return [stepError(`steps[${both}]`, 'step-open-on-both-sides', {})];
  const above: Side[] = [];
  const below: Side[] = [];
  steps.forEach(({ from = -Infinity, to = Infinity }, index) => {
    if (to > 0) above.push({ index, near: Math.max(0, from), far: to });
    if (from < 0) below.push({ index, near: Math.max(0, -to), far: -from });
  });
  return [...faultsOf(above, 'to'), ...faultsOf(below, 'from')];
}

function faultsOf(side: readonly Side[], outer: 'from' | 'to'): ValidationError[] {
  const sign = outer === 'to' ? 1 : -1;
  const outwards = side.toSorted((one, other) => one.near - other.near);
  const found = outwards.slice(1).flatMap(({ index, near }, before): ValidationError[] => {
    const { far } = outwards[before] as Side;
    if (near <= far) return [];
    const hole = { from: Math.min(sign * far, sign * near), to: Math.max(sign * far, sign * near) };
    return [stepError(`steps[${index}]`, 'steps-leave-hole', hole)];
  });
  const outermost = outwards.at(-1);
  if (!outermost || outermost.far === Infinity) return found;
  return [
    ...found,
    stepError(`steps[${outermost.index}].${outer}`, 'outermost-step-closed', { bound: sign * outermost.far }),
  ];
}
