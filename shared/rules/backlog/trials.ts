import type { Trials } from '../rule-trial.ts';

const TASKS = { kind: 'backlog', metric: 'queued', running: 'running' };

export const trials: Trials = ({ kind, taskSeconds, startWithin }) =>
  kind === 'interactive'
    ? 'rule-without-queue'
    : [
        { name: 'backlog (perWorker)', rules: [{ ...TASKS, perWorker: 1 }] },
        {
          name: 'backlog (drainWithin)',
          rules: [{ ...TASKS, taskSeconds, drainWithin: startWithin + taskSeconds }],
        },
      ];
