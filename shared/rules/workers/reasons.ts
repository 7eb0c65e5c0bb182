import { define, makers } from '../../model/index.ts';

type Judged = { overloaded: number; idle: number; others: number };
const judgedText = ({ overloaded, idle, others }: Judged): string =>
  `${overloaded} overloaded, ${idle} idle, ${others} ${others === 1 ? 'other' : 'others'}`;

export const reasons = {
  'workers-not-listed': define<Record<never, never>>(
    'The observation counts workers instead of listing them, so none can be judged.',
    () => 'the workers are counted, not listed',
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
  'workers-content': define<Judged>('Some workers are not overloaded, and none is idle.', judgedText),
};
export const because = makers(reasons);
