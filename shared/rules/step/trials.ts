import { TRIAL_LOADS, type Trials } from '../rule-trial.ts';

const [threshold = 0] = TRIAL_LOADS;

export const trials: Trials = () => [
  {
    name: 'step (cpu)',
    rules: [
      {
        kind: 'step',
        metric: 'cpu',
        threshold,
        steps: [
          { to: -20, percent: -10 },
          { from: 0, to: 20, percent: 10 },
          { from: 20, percent: 30 },
        ],
      },
    ],
  },
];
