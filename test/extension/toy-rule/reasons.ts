import { define, figure } from '../../../shared/model/index.ts';

export const reasons = {
  'staircase-climbed': define<{ metric: string; value: number; rise: number; stairs: number }>(
    'The metric has climbed some stairs; each is a worker.',
    ({ metric, value, rise, stairs }) => `${metric} ${figure(value)} is ${stairs} stairs of ${figure(rise)}`,
  ),
};
