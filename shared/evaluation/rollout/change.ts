import type { StateChange } from '../../state/index.ts';
import type { Intent } from '../model.ts';
import type { DecidedContext } from '../observe/group-context.ts';

/** What is stored of a rollout; a resize that renews workers begins a batch. */
export function rolloutChange({ rolled, now }: DecidedContext, intent: Intent | null): Pick<StateChange, 'rollout'> {
  const { rollout, settings, isChanged } = rolled ?? {};
  if (!rollout || !settings) return {};
  const renews =
    intent?.kind === 'launch' ? intent.renews === true : intent?.kind === 'remove' && (intent.renews ?? 0) > 0;
  const isOpen = rollout.batch && rollout.batch.endedAt === undefined;
  if (renews && settings.delay > 0 && !isOpen) return { rollout: { ...rollout, batch: { at: now } } };
  return isChanged ? { rollout } : {};
}
