import type { GroupStates } from '../../../shared/evaluation/ports.ts';
import type { Configuration } from '../configuration/configuration.ts';
import { tuned } from '../configuration/widened.ts';
import { changed, stormOf } from '../mutations.ts';
import type { Mutate } from '../stage/protocol-ports.ts';

const MINUTE = 60_000;

/** A result is stored without the condition that the results are still those that were read. */
export const storesAnyTuning: Mutate = (parts) => ({
  ...parts,
  states: changed<GroupStates>(parts.states, {
    remember: (state, now, change, { tunedAt: _, ...options } = {}) =>
      parts.states.remember(state, now, change, options),
  }),
});

/** The function `tune` fails each time. */
export const tuningFails: Mutate = (parts) =>
  parts.holder.startsWith('tune-')
    ? { ...parts, states: changed<GroupStates>(parts.states, { read: () => Promise.reject(new Error('it crashes')) }) }
    : parts;

/**
 * One group that tunes itself, and has little else to do: each change of its state would reject a tuning anyway. Many processes
 * are paused after they have read its state, so that two tunings overlap.
 */
export function tuningStorm(seed: number, kind: 'objective' | 'forecast'): Configuration {
  const { groups, ...configuration } = stormOf(seed, 'usual');
  return {
    ...configuration,
    groups: groups.map((plan) => tuned({ ...plan, demand: plan.demand.slice(0, 1), isPushed: false }, kind)),
    ...{ rate: 0.01, losses: 0 },
    slow: { calls: /^states\.read$/, share: 0.4, most: 12 * MINUTE },
  };
}
