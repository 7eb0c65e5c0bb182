import { define, errorsOf, figureBeside, momentText, type Reason, secondsText } from '../../model/index.ts';

type Bound = { bound: 'above' | 'below'; limit: number };
const boundText = ({ bound, limit }: Bound): string => `${bound} ${limit}`;

/** The value, with the digits that the bounds beside it need. */
const valueText = ({ metric, value }: { metric: string; value: number }, ...sides: readonly Reason[]): string =>
  `${metric} ${figureBeside(value, ...sides.flatMap(({ params: { limit } }) => (typeof limit === 'number' ? limit : [])))}`;

type Acts = { metric: string; value: number; side: Reason };

export const reasons = {
  'threshold-not-passed': define<Bound>('The metric is not beyond the bound.', (bound) => `not ${boundText(bound)}`),
  'threshold-too-short': define<Bound & { seconds: number; for: number }>(
    'The metric is beyond the bound, but not yet for long enough.',
    ({ seconds, for: wanted, ...bound }) => `${boundText(bound)} for ${secondsText(seconds)} of ${secondsText(wanted)}`,
  ),
  'threshold-condition': define<
    Bound & { other: string; value: number; wanted: 'above' | 'below'; wantedLimit: number }
  >(
    'The metric is beyond the bound, but a further condition (`when`) does not hold.',
    ({ other, value, wanted, wantedLimit, ...bound }) =>
      `${boundText(bound)}, but ${other} ${figureBeside(value, wantedLimit)} is not ${boundText({ bound: wanted, limit: wantedLimit })}`,
  ),
  'threshold-passed': define<Bound & { seconds: number | null }>(
    'The metric has been beyond the bound for long enough.',
    ({ seconds, ...bound }) => `${boundText(bound)}${seconds === null ? '' : ` for ${secondsText(seconds)}`}`,
  ),
  'threshold-change': define<Acts & { from: number; to: number; ready: number | null }>(
    'A bound is passed: the rule changes the number of workers.',
    ({ side, from, to, ready, ...read }, sentence) =>
      `${valueText(read, side)}, ${sentence(side)}: ${from} → ${to}${ready === null ? '' : `, counted from ${ready} ready`}`,
    ({ side, from, to, ready, ...read }, sentence) =>
      `${valueText(read, side)}, ${sentence(side)}${from === to && ready !== null ? ': enough workers already run or start' : ''}`,
  ),
  'threshold-cooldown': define<Acts & { to: number; left: number; cooldown?: number; until?: string }>(
    "A bound is passed, but the rule's own cooldown has not ended. `left` and `cooldown` in seconds.",
    ({ side, to, left, cooldown, until, ...read }, sentence) => {
      // Decisions of earlier versions do not say until when.
      const ends =
        cooldown === undefined || until === undefined
          ? `has ${secondsText(left)} left`
          : `lasts until ${momentText(until)} (${secondsText(left)} of ${secondsText(cooldown)} left)`;
      return `${valueText(read, side)}, ${sentence(side)}: would ask for ${to}, but the rule's own cooldown ${ends}`;
    },
  ),
  'threshold-content': define<{ metric: string; value: number; sides: readonly Reason[] }>(
    'No bound is passed.',
    ({ sides, ...read }, sentence) => `${valueText(read, ...sides)}, ${sides.map(sentence).join(', ')}`,
  ),
  'sides-cross': define<{ below: number; above: number }>(
    'A threshold scales in above the bound at which it scales out.',
    ({ above }) => `must not be above out.above, ${above}`,
  ),
};
export const thresholdError = errorsOf(reasons);
