import { requestsAt, TRIAL_LOADS, type Trials } from '../rule-trial.ts';

/** On CPU, and on requests where they do not wait. */
export const trials: Trials = (work) => [
  ...TRIAL_LOADS.map((load) => ({
    name: `target (cpu, ${load} %)`,
    rules: [{ kind: 'target', metric: 'cpu', value: load }],
  })),
  ...(work.kind === 'queue' ? [] : TRIAL_LOADS).map((load) => ({
    name: `target (requests, ${load} %)`,
    rules: [{ kind: 'target', ...requestsAt(load, work) }],
  })),
];
