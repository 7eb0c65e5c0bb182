import type { Trials } from '../../../shared/rules/rule-trial.ts';

export const trials: Trials = () => [
  { name: 'staircase', rules: [{ kind: 'staircase', metric: 'requests', rise: 60 }] },
];
