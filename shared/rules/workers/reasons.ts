import { define } from '../../model/index.ts';

type Judged = { overloaded: number; idle: number; others: number };
const judgedText = ({ overloaded, idle, others }: Judged): string =>
  `${overloaded} overloaded, ${idle} idle, ${others} ${others === 1 ? 'other' : 'others'}`;

export const reasons = {
  'workers-not-listed': define<Record<never, never>>(
    'The observation has only counts of workers, so the rule cannot check them one by one.',
    () => 'the observation counts the workers but does not list them',
  ),
  'workers-none-ready': define<Record<never, never>>('No worker is ready.', () => 'no worker is ready'),
  'workers-all-overloaded': define<{ ready: number; current: number; add: number }>(
    'Every ready worker is beyond a bound of `overloaded`.',
    ({ ready, current, add }) =>
      `${ready === 1 ? 'the only ready worker is' : `all ${ready} ready workers are`} overloaded: ${current} + ${add}`,
  ),
  'workers-idle': define<Judged>(
    'Some workers are idle, and are removed.',
    (judged) => `${judgedText(judged)}: removes the idle ones`,
  ),
  'workers-content': define<Judged>('Some workers are not overloaded, and no worker is idle.', judgedText),
};
