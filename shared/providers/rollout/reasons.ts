import { define, secondsText } from '../../model/index.ts';

/** Reasons about the fields of rollouts. */
export const reasons = {
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
  'lifetime-below-start': define<{ lifetime: number; start: number }>(
    'Workers would be replaced before they have served. `start`: the longer of `warmup` and `evaluateEvery`, in seconds.',
    ({ lifetime, start }) =>
      `is ${secondsText(lifetime)}, but a worker can take ${secondsText(start)} to serve (the longer of warmup and evaluateEvery), so workers would be replaced before they serve. Write at least 1h`,
  ),
};
