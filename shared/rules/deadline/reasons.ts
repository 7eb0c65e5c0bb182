import { define, figure, makers, secondsText, workersText } from '../../model/index.ts';

type Queue = { waiting: number; running: number; perMinute: number; startWithin: number };
const queueText = ({ waiting, running, perMinute, startWithin }: Queue): string =>
  `${figure(waiting)} waiting, ${figure(running)} running, ${figure(perMinute)} per minute expected, to start within ${secondsText(startWithin)}`;

type Enough = Queue & {
  /** What the number follows from: tasks that a drain would interrupt, the queue, a boot that takes too long, nothing. */
  by: 'busy' | 'queue' | 'boot' | 'nothing';
  workers: number;
  booting: boolean;
  /** Set where more were needed within the last boot: their number, and the seconds of a boot. */
  recent: number | null;
  boot: number;
};

function enoughText({ by, workers, booting, recent, boot, ...queue }: Enough): string {
  const why = {
    busy: `${workersText(workers)} run tasks that are longer than the drain`,
    queue: workers === 1 ? '1 worker is enough' : `${workers} workers are enough`,
    boot: 'one stays, because a boot would be too late for the first task',
    nothing: 'none is needed',
  }[by];
  const kept = booting
    ? '; no scale-in while a worker boots'
    : recent === null
      ? ''
      : `; ${recent} were needed within the last ${secondsText(boot)}`;
  return `${queueText(queue)}: ${why}${kept}`;
}

export const reasons = {
  'deadline-short': define<Queue & { workers: number; capacity: number }>(
    'The present workers would start some tasks too late.',
    ({ workers, capacity, ...queue }) =>
      `${queueText(queue)}: ${workers > 0 ? `${workersText(workers)} would start some tasks too late` : 'there is no worker'}, ${capacity} needed`,
    queueText,
  ),
  'deadline-enough': define<Enough>('The present workers start all tasks in time.', enoughText, queueText),
  'deadline-first': define<{ metric: string; waiting: number }>(
    'How long a task takes is not known, and tasks wait for a group without workers: one worker begins.',
    ({ metric, waiting }) => `${metric} has no fresh data and ${figure(waiting)} wait: one worker begins`,
  ),
  'deadline-idle': define<{ metric: string }>(
    'How long a task takes is not known, and no task waits or runs.',
    ({ metric }) => `${metric} has no fresh data, but nothing waits and nothing runs`,
  ),
};
export const because = makers(reasons);
