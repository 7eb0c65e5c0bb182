import * as z from 'zod';
import { define, makers } from '../../../shared/model/index.ts';
import type { ProviderModule } from '../../../shared/providers/provider-module.ts';

const schema = z.strictObject({ kind: z.literal('rack'), rack: z.string().min(1), slots: z.int().min(1).default(4) });
export type Rack = z.output<typeof schema>;

/** To add: which slots are switched on. To remove: none are needed. */
const planSchema = z.strictObject({ slots: z.array(z.int()) });
export type RackPlan = z.output<typeof planSchema>;

const reasons = {
  'rack-full': define<{ rack: string }>('The rack has no free slot.', ({ rack }) => `The rack ${rack} is full`),
  'slots-switched-on': define<{ slots: number }>('Slots are switched on.', ({ slots }) => `switched ${slots} slots on`),
};
const because = makers(reasons);

/** A toy: machines in the slots of a rack. */
export const rack = {
  kind: 'rack',
  schema,
  planSchema,
  reasons,
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
