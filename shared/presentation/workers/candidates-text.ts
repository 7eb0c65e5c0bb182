import { counted } from '../../model/index.ts';
import type { Candidates } from '../../operations/index.ts';
import { table } from '../layout/table.ts';
import { isoText, timeText } from '../layout/times.ts';
import type { View } from '../layout/view.ts';
import { commandDocument } from '../sentences/command-document.ts';
import { commandPhrase } from '../sentences/command-sentence.ts';

type Listed = Candidates['candidates'][number];

/** Who would be terminated, in order, and who would stay. */
export function candidatesText({ candidates, kept, dispensable }: Candidates, view?: View): string {
  const isWeighted = [...candidates, ...kept].some(({ worker }) => worker.weight !== undefined);
  const columns = [
    'STATE',
    ...(isWeighted ? ['WEIGHT'] : []),
    { name: 'ZONE', rank: 2 },
    { name: 'LAUNCHED (UTC)', rank: 1 },
    'BECAUSE',
  ];
  const row = ({ worker, reason }: Listed) => [
    ...[worker.id, worker.state, ...(isWeighted ? [worker.weight ?? 1] : [])],
    ...[worker.zone ?? null, timeText(worker.launchedAt ?? null)],
    commandPhrase(reason),
  ];
  const going = candidates.map((each, index) => [index + 1, ...row(each)]);
  const parts = [
    going.length === 0 ? 'No worker can be terminated now.' : table(['ORDER', 'WORKER', ...columns], going, view),
    ...(kept.length === 0 ? [] : [table(['STAYS', ...columns], kept.map(row), view)]),
    aboveMinimum(dispensable, isWeighted),
  ];
  return parts.join('\n\n');
}

/** Does not say how many workers can be terminated: busy and protected ones count, too. */
const aboveMinimum = (count: number, isWeighted: boolean): string =>
  count === 0
    ? 'The group is at its minimum.'
    : `The group has ${counted(count, isWeighted ? 'unit' : 'worker')} more than its minimum.`;

export const candidatesDocument = (group: string, { at, candidates, kept, dispensable }: Candidates) => ({
  group,
  at: isoText(at),
  dispensable,
  candidates: candidates.map((each, index) => ({ order: index + 1, ...document(each) })),
  kept: kept.map(document),
});

const document = ({ worker, reason }: Listed) => {
  const { id, state, zone = null, launchedAt = null, busy = null, outdated = false, weight } = worker;
  return {
    id,
    state,
    zone,
    launchedAt: isoText(launchedAt),
    busy,
    outdated,
    ...(weight !== undefined && { weight }),
    reason: commandDocument(reason),
  };
};
