import { define, figure, figureShared, type Reason, secondsText } from '../../model/index.ts';
import { idleKeptText } from '../common/reasons.ts';

type Backlog = {
  metric: string;
  waiting: number;
  running: number | null;
  /** Workers that report that they are busy, if they are counted as running tasks. */
  busy?: number;
  capacity: number;
};
/** `share`: the tasks of one worker. */
const backlogText = ({ metric, waiting, running, busy, capacity }: Backlog, share: number): string => {
  const shown = figureShared(waiting, share, capacity, (running ?? 0) + (busy ?? 0));
  return `${metric} ${shown}${running === null ? '' : ` and ${figure(running)} running`}${busy === undefined ? '' : ` and ${busy} busy`}`;
};

export const reasons = {
  'backlog-per-worker': define<Backlog & { perWorker: number }>(
    'Workers that hold the backlog.',
    ({ perWorker, ...backlog }, { noun, workers }) =>
      `${backlogText(backlog, perWorker)}, ${figure(perWorker)} per ${noun}: ${workers(backlog.capacity)}`,
    ({ perWorker, ...backlog }, { noun }) => `${backlogText(backlog, perWorker)}, ${figure(perWorker)} per ${noun}`,
  ),
  'backlog-drain': define<Backlog & { taskSeconds: number; drainWithin: number }>(
    'Workers that finish the backlog in time.',
    ({ taskSeconds, drainWithin, ...backlog }, { workers }) =>
      `${backlogText(backlog, drainWithin / taskSeconds)} × ${figure(taskSeconds)} s, within ${secondsText(drainWithin)}: ${workers(backlog.capacity)}`,
    ({ taskSeconds, drainWithin, ...backlog }) =>
      `${backlogText(backlog, drainWithin / taskSeconds)} × ${figure(taskSeconds)} s, within ${secondsText(drainWithin)}`,
  ),
  'backlog-idle-kept': define<{ capacity: number; cause: Reason }>(
    'Tasks wait, so the busy workers stay, and idle workers that can take these tasks.',
    idleKeptText,
  ),
};
