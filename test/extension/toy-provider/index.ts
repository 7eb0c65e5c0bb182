import { makersOf } from '../../../shared/model/index.ts';
import type { ProviderModule } from '../../../shared/providers/provider-module.ts';
import type { Rack, RackPlan } from './format.ts';
import type { reasons } from './reasons.ts';

const because = makersOf<typeof reasons>();

/** A toy: machines in the slots of a rack. */
export const rack = {
  kind: 'rack',
  settings: () => ({ terminationOrder: 'newest', replacedAtOnce: 1, ephemeral: false }),
  offerings: () => [],
  planToAdd({ rack: name, slots }, { count, workers }) {
    const used = new Set(workers.map(({ details }) => Number(details['slot'])));
    const free = Array.from({ length: slots }, (_, slot) => slot).filter((slot) => !used.has(slot));
    const taken = free.slice(0, count);
    const limited = taken.length < count ? [because['rack-full']({ rack: name })] : [];
    const plan = taken.length > 0 ? { slots: taken } : null;
    return { plan, count: taken.length, deferred: count - taken.length, reasons: limited };
  },
  planToRemove: (_config, { workers }) => ({ workers, plan: { slots: [] }, reasons: [] }),
  describePlan: ({ slots }) => because['slots-switched-on']({ slots: slots.length }),
} as const satisfies ProviderModule<Rack, RackPlan>;
