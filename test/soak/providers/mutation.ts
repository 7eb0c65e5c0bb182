import type { Addition } from '../../../shared/providers/sized/index.ts';
import type { Configuration } from '../configuration/configuration.ts';
import { replacedBy } from '../configuration/widened.ts';
import type { Mutate } from '../stage/protocol-ports.ts';
import type { Adapters, Replacing } from './replacing.ts';

/** A launch that is completed later adds to what the provider has by then, instead of asking for the same number again. */
export const addsAgain: Mutate = (parts) => ({
  ...parts,
  replaced: (adapters) =>
    Object.fromEntries(
      Object.entries(adapters).map(([kind, adapter]): [string, Adapters[string]] => [
        kind,
        {
          ...adapter,
          launch(order, workers) {
            const { from, target, ...plan }: Addition = order.plan;
            const desired = parts.replacing.desired(order.group);
            return adapter.launch(
              { ...order, plan: { ...plan, from: desired, target: desired + target - from } },
              workers,
            );
          },
        },
      ]),
    ),
});

/** The same run with another provider. */
export const onProvider = ({ groups, ...configuration }: Configuration, kind: Replacing): Configuration => ({
  ...configuration,
  groups: groups.map((plan) => replacedBy(plan, kind)),
});
