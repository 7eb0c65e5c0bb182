import { define, errorsOf, figure, type Reason, type Render, secondsText } from '../../model/index.ts';
import { idleKeptText } from '../common/reasons.ts';

/** As `4 tasks`. */
const tasksText = (count: number): string => `${figure(count)} ${count === 1 ? 'task' : 'tasks'}`;

type Queue = { waiting: number; running: number; perMinute: number; startWithin: number };
const queueText = ({ waiting, running, perMinute, startWithin }: Queue): string =>
  `${tasksText(waiting)} waiting, ${figure(running)} running, ${figure(perMinute)} per minute expected, to start within ${secondsText(startWithin)}`;

type Enough = Queue & {
  /** What determines the number: tasks that a drain would interrupt, the queue, a boot that takes too long, or nothing. */
  by: 'busy' | 'queue' | 'boot' | 'nothing';
  workers: number;
  booting: boolean;
  /** Decisions of earlier versions: the larger number of workers needed within the last boot time (`boot`, seconds). */
  recent: number | null;
  /** The workers that stay because they have tasks, if more than are needed. Absent in decisions of earlier versions. */
  kept?: number | null;
  /** How many more workers can be launched later and still be in time for their tasks. Absent in decisions of earlier versions. */
  later?: number;
  boot: number;
};

function enoughText(
  { by, workers, booting, recent, kept = null, later = 0, boot, ...queue }: Enough,
  sentence: Render,
): string {
  const why = {
    busy: `${sentence.workers(workers)} ${workers === 1 ? 'stays, because its task takes' : 'stay, because their tasks take'} longer than the drain`,
    queue: `${sentence.workers(workers)} ${workers === 1 ? 'is' : 'are'} enough`,
    boot: 'one worker stays, because a new one would boot too late for the first task',
    nothing: 'no worker is needed',
  }[by];
  const stay = booting
    ? "; the group doesn't scale in while a worker boots"
    : kept !== null
      ? `; ${kept} ${kept === 1 ? 'stays, because it has a task' : 'stay, because they have tasks'}`
      : recent === null
        ? ''
        : `; ${recent} ${recent === 1 ? 'was' : 'were'} needed within the last ${secondsText(boot)}`;
  const more = later > 0 ? ` for now; ${later} more can be launched later` : '';
  return `${queueText(queue)}: ${why}${more}${stay}`;
}

/** The metric that measures the duration of a task, and why it has no fresh data. */
type Unmeasured = { metric: string; cause?: Reason };
const unmeasuredText = ({ metric, cause }: Unmeasured, sentence: Render): string =>
  cause ? sentence(cause) : `${metric} has no fresh data`;

export const reasons = {
  'deadline-short': define<Queue & { workers: number; capacity: number }>(
    'The present workers would start some tasks too late.',
    ({ workers, capacity, ...queue }, sentence) =>
      `${queueText(queue)}: ${workers > 0 ? `${sentence.workers(workers)} would start some tasks too late` : 'there is no worker'}; ${capacity} ${capacity === 1 ? 'is' : 'are'} needed`,
    queueText,
  ),
  'deadline-enough': define<Enough>(
    'The present workers start all tasks in time. `later`: workers to launch later, which will still be in time.',
    enoughText,
    queueText,
  ),
  'deadline-first': define<Unmeasured & { waiting: number }>(
    'The duration of a task is unknown, and tasks wait for a group without workers, so the group starts with one worker. `cause`: why it is unknown; absent in decisions of earlier versions.',
    ({ waiting, ...unmeasured }, sentence) =>
      `${tasksText(waiting)} ${waiting === 1 ? 'waits' : 'wait'}, and the group starts with one worker to measure how long a task takes: ${unmeasuredText(unmeasured, sentence)}`,
  ),
  'deadline-idle': define<Unmeasured>(
    'The duration of a task is unknown, and no task waits or runs. `cause`: why it is unknown; absent in decisions of earlier versions.',
    (unmeasured, sentence) =>
      `no task waits or runs, so the rule does not need the duration of a task: ${unmeasuredText(unmeasured, sentence)}`,
  ),
  'deadline-idle-kept': define<{ capacity: number; cause: Reason }>(
    'Tasks wait, so the busy workers stay, and idle workers that can take these tasks.',
    idleKeptText,
  ),
  'deadline-below-boot': define<{ startWithin: number; boot: number }>(
    'A task that waits for a new worker always starts too late.',
    ({ startWithin, boot }) =>
      `is ${secondsText(startWithin)}, and a new worker needs ${secondsText(boot)} until it serves (boot, else warmup, else 2m), so every task that waits for one starts late. Raise startWithin, lower boot if your workers start faster, or keep free workers with capacity.spare or a warm pool`,
  ),
};
export const deadlineError = errorsOf(reasons);
