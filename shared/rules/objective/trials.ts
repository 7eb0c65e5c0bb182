import type { Trials } from '../rule-trial.ts';

export const trials: Trials = ({ kind, perWorker, lost, boot }) =>
  kind === 'queue'
    ? 'rule-without-requests'
    : [{ name: 'objective', rules: [{ kind: 'objective', metric: 'requests', perWorker, lost, boot }] }];
