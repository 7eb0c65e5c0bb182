import { define, momentText, secondsText } from '../../model/index.ts';

/** Reasons about what workers report. */
export const reasons = {
  'not-ready-in-time': define<{ within: number }>(
    'The worker has not reported within `readiness.within` that it is ready.',
    ({ within }) => `has not reported within ${secondsText(within)} that it is ready`,
  ),
  'no-heartbeat': define<{ silent: number; heartbeat: number }>(
    'The worker has reported nothing for longer than `heartbeat`.',
    ({ silent, heartbeat }) =>
      `has reported nothing for ${secondsText(silent)}; heartbeat allows ${secondsText(heartbeat)}`,
  ),
  'alive-not-a-time': define<{ written: string }>(
    'The value of the tag `headcount:alive` is not an ISO time, so the heartbeat of the worker is not checked.',
    ({ written }) => `headcount:alive must be an ISO time such as 2026-11-21T12:00:00Z, not ${JSON.stringify(written)}`,
  ),
  'alive-in-the-future': define<{ written: string }>(
    'The time of the tag `headcount:alive` is more than five minutes ahead, so the heartbeat of the worker is not checked.',
    ({ written }) => `headcount:alive is ${written}, which is in the future: check the clock of the worker`,
  ),
  'event-unreadable': define<{ at: string; problem: string }>(
    'An event `Worker Reported` about the worker could not be read in the last 24 hours, so it changed nothing. `at` is its time.',
    ({ at, problem }) => `its event "Worker Reported" of ${momentText(at)} was ignored: ${problem}`,
  ),
  'shorter-than-evaluation': define<{ seconds: number; every: number }>(
    'A time that the policy allows workers is shorter than `evaluateEvery`. Both are in seconds.',
    ({ seconds, every }) =>
      `is ${secondsText(seconds)}, but Headcount checks the workers only every ${secondsText(every)}, so healthy workers would count as unhealthy. Write at least ${secondsText(every)}, or a shorter evaluateEvery`,
  ),
};
