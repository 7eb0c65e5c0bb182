import type { ProviderModule } from '../provider-module.ts';
import { isAddition, type Plan } from '../sized/index.ts';
import { because } from './because.ts';
import type { CommonConfig, ProviderExtension } from './extension.ts';

/** What the adapter gives as facts; null for a group that was not described. */
export interface ExtensionFacts {
  readonly name: string;
  readonly desired: number;
}

/** The module of a kind that an extension adds. */
export const extensionModule = ({
  kind,
  nameOf,
}: Pick<ProviderExtension, 'kind' | 'nameOf'>): ProviderModule<CommonConfig, Plan> => ({
  kind,
  target(config) {
    try {
      return nameOf(config);
    } catch {
      // The adapter reports it, as an error of the group.
      return null;
    }
  },
  settings: ({ retire }) => ({ terminationOrder: retire, replacedAtOnce: null, ephemeral: false }),
  offerings: () => [],
  planToAdd(_config, { count, facts }) {
    const group = facts as ExtensionFacts | null;
    if (!group) return { plan: null, count: 0, deferred: count, reasons: [] };
    const { name, desired } = group;
    return { plan: { name, from: desired, target: desired + count }, count, deferred: 0, reasons: [] };
  },
  planToRemove(_config, { workers, facts }) {
    const group = facts as ExtensionFacts | null;
    if (!group || workers.length === 0) return { workers: group ? workers : [], plan: null, reasons: [] };
    return { workers, plan: { name: group.name }, reasons: [] };
  },
  describePlan: (plan) => {
    const name = plan.name.slice(plan.name.indexOf('/') + 1);
    return isAddition(plan) ? because['extension-raise']({ ...plan, name }) : because['extension-remove']({ name });
  },
});
