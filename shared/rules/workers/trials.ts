import type { Trials } from '../rule-trial.ts';

export const trials: Trials = () => 'rule-of-each-worker';
