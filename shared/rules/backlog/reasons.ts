import { define, figure, makers, secondsText, workersText } from '../../model/index.ts';

type Backlog = { metric: string; waiting: number; running: number | null; capacity: number };
const backlogText = ({ metric, waiting, running }: Backlog): string =>
  `${metric} ${figure(waiting)}${running === null ? '' : ` and ${figure(running)} running`}`;

export const reasons = {
  'backlog-per-worker': define<Backlog & { perWorker: number }>(
    'Workers that hold the backlog.',
    ({ perWorker, ...backlog }) =>
      `${backlogText(backlog)}, ${figure(perWorker)} per worker: ${workersText(backlog.capacity)}`,
    ({ perWorker, ...backlog }) => `${backlogText(backlog)}, ${figure(perWorker)} per worker`,
  ),
  'backlog-drain': define<Backlog & { taskSeconds: number; drainWithin: number }>(
    'Workers that finish the backlog in time.',
    ({ taskSeconds, drainWithin, ...backlog }) =>
      `${backlogText(backlog)} × ${figure(taskSeconds)} s, within ${secondsText(drainWithin)}: ${workersText(backlog.capacity)}`,
    ({ taskSeconds, drainWithin, ...backlog }) =>
      `${backlogText(backlog)} × ${figure(taskSeconds)} s, within ${secondsText(drainWithin)}`,
  ),
};
export const because = makers(reasons);
