import { requestsAt, TRIAL_LOADS, type Trials } from '../rule-trial.ts';

const [LOAD = 0] = TRIAL_LOADS;

/** Together with a target, which follows the present value. */
export const trials: Trials = (work) =>
  work.kind === 'queue'
    ? 'rule-without-requests'
    : [
        {
          name: 'target and forecast',
          rules: [
            { kind: 'target', ...requestsAt(LOAD, work) },
            { name: 'ahead', kind: 'forecast', ...requestsAt(LOAD, work), boot: work.boot },
          ],
        },
      ];
