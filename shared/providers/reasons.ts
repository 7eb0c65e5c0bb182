import { define, kindsText, makersOf, momentText, secondsText } from '../model/index.ts';

/** Reasons that any provider may have. */
export const reasons = {
  'provider-unknown': define<{ kind: string; kinds: readonly string[]; close: string | null }>(
    'An activity or a policy names a kind of provider that this version does not know.',
    (unknown) => `The provider ${kindsText(unknown)}. If a newer version of Headcount wrote this, update Headcount`,
  ),
  'launch-error': define<{ code: string; message: string }>(
    "The provider rejected a launch, or a part of it. `code` and `message` are the provider's own.",
    ({ code, message }) => `${code}: ${message.replace(/\.$/, '')}`,
  ),
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
  'event-unreadable': define<{ at: string; problem: string }>(
    'An event `Worker Reported` about the worker could not be read in the last 24 hours, so it changed nothing. `at` is its time.',
    ({ at, problem }) => `its event "Worker Reported" of ${momentText(at)} was ignored: ${problem}`,
  ),
  'rollout-not-workers-or-share': define<Record<never, never>>(
    'The value is neither a number of workers nor a share of them.',
    () => 'must be a number of workers, at least 1, or a share such as 10%',
  ),
  'rollout-not-a-share': define<Record<never, never>>(
    'The value is not a share of the group.',
    () => 'must be a share from 1% to 100%, or a list of such shares, such as [20%, 50%]',
  ),
  'rollout-checkpoints-unordered': define<{ share: string; after: string }>(
    'The checkpoints of a rollout do not ascend.',
    ({ share, after }) => `must be above the checkpoint before it: ${share} comes after ${after}`,
  ),
  'rollout-not-a-ratio': define<Record<never, never>>(
    'The value is not a share of the workers to replace.',
    () => 'must be a share from 0% to 100%, such as 10%',
  ),
  'rollout-bake-unused': define<Record<never, never>>(
    'The rollout has a `bake` but no `checkpoint`, so it never waits.',
    () => 'has no effect without a checkpoint. Add one, such as checkpoint: 20%, or write delay or monitor instead',
  ),
  'lifetime-short': define<Record<never, never>>(
    'Workers would be replaced more often than every hour.',
    () => 'is below 1h: workers are replaced all the time, and each replacement needs time to start',
  ),
  'prices-not-by-type': define<{ written: string | null; most: number }>(
    'The keys of `prices` must be instance types, and at most `most` of them. `written`: a key that is not one.',
    ({ written, most }) =>
      written === null
        ? `must have at most ${most} instance types`
        : `must be dollars per hour by instance type, such as { c7g.large: 0.0725 }: ${JSON.stringify(written)} is not an instance type`,
  ),
  'alive-in-the-future': define<{ written: string }>(
    'The time of the tag `headcount:alive` is more than five minutes ahead, so the heartbeat of the worker is not checked.',
    ({ written }) => `headcount:alive is ${written}, which is in the future: check the clock of the worker`,
  ),
};
export const because = makersOf<typeof reasons>();
