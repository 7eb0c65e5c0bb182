import type { Trials } from '../rule-trial.ts';

export const trials: Trials = () => [
  {
    name: 'threshold (cpu)',
    rules: [
      {
        kind: 'threshold',
        metric: 'cpu',
        out: { above: 70, for: 60, percent: 20 },
        in: { below: 40, for: 300, percent: 10 },
      },
    ],
  },
];
