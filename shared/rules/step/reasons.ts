import { define, errorsOf, figure, figureBeside } from '../../model/index.ts';

type Distance = { metric: string; value: number; threshold: number };

function distanceText({ metric, value, threshold }: Distance): string {
  const distance = Math.abs(value - threshold);
  const where = value < threshold ? 'below' : 'above';
  // Steps mostly begin at whole numbers. The value has the decimals of its distance, so that a reader can subtract.
  const shown = figureBeside(distance, Math.round(distance));
  const decimals = shown.split('.')[1]?.length ?? 0;
  const read = shown.includes('e') ? figure(value) : String(Number(value.toFixed(decimals)));
  return `${metric} ${read}, ${shown} ${where} the threshold ${threshold}`;
}

export const reasons = {
  'step-change': define<Distance & { change: number; base: number; counted: 'all' | 'ready' | 'with-draining' }>(
    'A step adds or removes workers.',
    ({ change, base, counted, ...distance }) => {
      const on = {
        all: '',
        ready: `, counted from ${base} ready`,
        'with-draining': `, counted from ${base} with draining workers`,
      };
      return `${distanceText(distance)}: step ${change > 0 ? '+' : ''}${change}${on[counted]}`;
    },
    distanceText,
  ),
  'step-set': define<Distance & { capacity: number }>(
    'A step sets the number of workers.',
    ({ capacity, ...distance }) => `${distanceText(distance)}: step sets ${capacity}`,
    distanceText,
  ),
  'step-none': define<Distance>(
    'No step applies at this distance from the threshold.',
    (distance) => `${distanceText(distance)}: no step applies`,
  ),
  'step-empty': define<{ from: number; to: number }>(
    'A step begins at its end or above it, so it never applies.',
    ({ to }) => `must be below to, ${to}`,
  ),
  'step-open-on-both-sides': define<Record<never, never>>(
    'A step has neither `from` nor `to`, so it applies at any value.',
    () => 'must have from or to: a step that is open on both sides applies at any value',
  ),
  'steps-leave-hole': define<{ from: number; to: number }>(
    'Between two steps on one side of the threshold no step applies.',
    ({ from, to }) => `leaves a gap: no step applies from ${figure(from)} to ${figure(to)}. Extend a step to close it`,
  ),
  'outermost-step-closed': define<{ bound: number }>(
    'No step applies where the metric is furthest from the threshold.',
    ({ bound }) => `must be left out: otherwise no step applies beyond ${figure(bound)}`,
  ),
  'steps-overlap': define<{ step: number }>(
    'Two steps overlap, so it is unclear which one applies. `step`: the index of the other one.',
    ({ step }) => `must not overlap steps[${step}]`,
  ),
};
export const stepError = errorsOf(reasons);
