import { closeTo, extended, reasonedErrors } from '../model/index.ts';
import type { Pricing } from '../prices/index.ts';
import { autoScalingGroup } from './auto-scaling-group/index.ts';
import type { Bucket } from './call-budget/index.ts';
import { BUCKETS, ec2 } from './ec2/index.ts';
import { ec2Fleet } from './ec2-fleet/index.ts';
import { ecsService } from './ecs-service/index.ts';
import type { Provider, ProviderKind } from './formats.ts';
import { lambda } from './lambda/index.ts';
import type { ProviderAdapter } from './provider-adapter.ts';
import type { ProviderModule, ProviderSettings, Sizing, WarmPool } from './provider-module.ts';
import { because, reasons } from './reasons.ts';
import type { FoundWorker } from './worker.ts';

/** Every kind of provider, by its name. A new kind is added here, in formats.ts, catalogs.ts, permissions.ts and adapters.ts. */
const MODULES = registered({
  ec2,
  'ec2-fleet': ec2Fleet,
  'auto-scaling-group': autoScalingGroup,
  'ecs-service': ecsService,
  lambda,
});

function registered<
  // biome-ignore lint/suspicious/noExplicitAny: each kind has its own configuration and plan
  const Modules extends { readonly [Kind in ProviderKind]: ProviderModule<any, any> & { readonly kind: Kind } } & {
    readonly [Kind in Exclude<keyof Modules, ProviderKind>]: never;
  },
>(modules: Modules): Modules {
  return modules;
}

export const providerKinds = Object.keys(MODULES) as readonly ProviderKind[];

/** The buckets of all providers, by name. */
export const callRates: Readonly<Record<string, Bucket>> = { ...BUCKETS };

/** The module of a kind, by the kind that an item names; undefined for one that this version does not know. */
export const moduleOf = (kind: string): ProviderModule | undefined =>
  (Object.hasOwn(MODULES, kind) ? MODULES[kind as ProviderKind] : extended().providers.get(kind)?.module) as
    | ProviderModule
    | undefined;

/** The module of a policy's provider. */
export const moduleFor = ({ kind }: Provider): ProviderModule => moduleOf(kind) as ProviderModule;

/** What a module derives from one configuration. */
interface Said {
  readonly settings: ProviderSettings;
  readonly pricing: Pricing | null;
  readonly warm: WarmPool | null;
}

/** A configuration never changes, and an evaluation reads what follows from it some twenty times. */
const saidBy = new WeakMap<Provider, Said>();

function saidOf(config: Provider): Said {
  const known = saidBy.get(config);
  if (known) return known;
  const module = moduleFor(config);
  const said = {
    settings: module.settings(config),
    pricing: module.pricing?.(config) ?? null,
    warm: module.warm?.(config) ?? null,
  };
  saidBy.set(config, said);
  return said;
}

/** What an evaluation must know of a policy's provider. */
export const settingsFor = (config: Provider): ProviderSettings => saidOf(config).settings;

/** In which order healthy workers of a policy's group are terminated; without a provider, zones stay even. */
export const terminationOrder = (config: Provider | undefined): ProviderSettings['terminationOrder'] =>
  config ? settingsFor(config).terminationOrder : 'balanced';

/** What a policy resizes, of its kind; null if that is its own. */
export const targetOf = (config: Provider | undefined): string | null =>
  (config && moduleFor(config).target?.(config)) ?? null;

/** Whether workers that are likely to be interrupted are replaced. */
export const replacesAtRisk = (config: Provider | undefined): boolean =>
  config !== undefined && settingsFor(config).replacesAtRisk === true;

/** Whether the provider keeps its number of workers by itself: it replaces those that end, and may have more than was decided. */
export const isSelfManaged = (config: Provider): boolean => settingsFor(config).replacedAtOnce === null;

/** Whether workers end after one job, so that their end is a success. */
export const isEphemeral = (config: Provider | undefined): boolean =>
  config !== undefined && settingsFor(config).ephemeral;

/** Units of capacity by the types that a launch may use; null if capacity counts workers. */
export const weightsFor = (config: Provider | undefined): Readonly<Record<string, number>> | null =>
  (config && settingsFor(config).weights) ?? null;

/** Units of capacity of the lightest worker that a launch may bring. A refill of a warm pool asks for this many for each member. */
export const lightestFor = (config: Provider | undefined): number =>
  Math.min(...Object.values(weightsFor(config) ?? { each: 1 }));

/** How the workers of a policy are priced; null if nothing is known of what they cost. */
export const pricingFor = (config: Provider | undefined): Pricing | null => (config && saidOf(config).pricing) ?? null;

/** What right-sizing may change about the workers of a policy; null: nothing. */
export const sizingFor = (config: Provider | undefined): Sizing | null =>
  (config && moduleFor(config).sizing?.(config)) ?? null;

/** The warm pool that a policy asks for; null: none. */
export const warmPoolOf = (config: Provider | undefined): WarmPool | null => (config && saidOf(config).warm) ?? null;

const fault = reasonedErrors(reasons);

/** The adapters of all kinds. */
export interface Providers {
  /** Throws for a kind that this version does not know. */
  of(kind: string): ProviderAdapter;
  all(): readonly { readonly kind: string; readonly adapter: ProviderAdapter }[];
  /** A worker of this stage, whatever its kind; null for everything else. */
  find(worker: string): Promise<(FoundWorker & { readonly kind: string }) | null>;
}

// biome-ignore lint/suspicious/noExplicitAny: each kind has its own configuration and plan
export function providersFrom(adapters: Readonly<Record<string, ProviderAdapter<any, any>>>): Providers {
  const known = Object.keys(adapters);
  return {
    of(kind) {
      const adapter = Object.hasOwn(adapters, kind) ? adapters[kind] : undefined;
      if (adapter) return adapter;
      throw fault(because['provider-unknown']({ kind, kinds: known, close: closeTo(kind, known) }));
    },
    all: () => Object.entries(adapters).map(([kind, adapter]) => ({ kind, adapter })),
    async find(worker) {
      for (const [kind, adapter] of Object.entries(adapters)) {
        const found = await adapter.find(worker);
        if (found) return { ...found, kind };
      }
      return null;
    },
  };
}
