import type { AdapterContext } from './adapter-context.ts';
import { lazyAutoScalingGroup } from './auto-scaling-group/lazy.ts';
import { ec2OnAws } from './ec2/on-aws.ts';
import { lazyEc2Fleet } from './ec2-fleet/lazy.ts';
import { lazyEcsService } from './ecs-service/lazy.ts';
import { lazyExtensions } from './extension/lazy.ts';
import {
  type ConfigOf,
  type PlanOf,
  type ProviderAdapter,
  type ProviderKind,
  type Providers,
  providerKinds,
  providersFrom,
} from './index.ts';
import { lazyLambda } from './lambda/lazy.ts';

type AdapterFor<Kind extends ProviderKind> = (context: AdapterContext) => ProviderAdapter<ConfigOf<Kind>, PlanOf<Kind>>;

/** The adapter of every kind. A new kind is added here and in registry.ts. */
const ADAPTERS: { readonly [Kind in ProviderKind]: AdapterFor<Kind> } = {
  ec2: ec2OnAws,
  'ec2-fleet': lazyEc2Fleet,
  'auto-scaling-group': lazyAutoScalingGroup,
  'ecs-service': lazyEcsService,
  lambda: lazyLambda,
};

/** Providers of every kind, or of these alone. */
export const providerAdapters = (context: AdapterContext, kinds: readonly ProviderKind[] = providerKinds): Providers =>
  providersFrom({
    ...lazyExtensions(context),
    ...Object.fromEntries(kinds.map((kind) => [kind, ADAPTERS[kind](context)])),
  });

export { listedInstances } from './ec2/api/light/listed-instances.ts';
export { spotPrices } from './ec2/api/light/spot-prices.ts';
export { instanceTypes } from './ec2/api/light/type-sizes.ts';
/** Sets the tags of a report on an instance. */
export { lightMarkReported as reportByTags } from './instances/mark-drained.ts';
export { matchingTypes } from './types/selections.ts';
