import type { Trials } from '../rule-trial.ts';

export const trials: Trials = ({ kind, taskSeconds, startWithin, boot }) =>
  kind === 'interactive'
    ? 'rule-without-queue'
    : [
        {
          name: 'deadline',
          rules: [{ kind: 'deadline', metric: 'queued', running: 'running', taskSeconds, startWithin, boot }],
        },
      ];
