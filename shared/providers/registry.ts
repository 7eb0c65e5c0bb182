import * as z from 'zod';
import type { Pricing } from '../prices/index.ts';
import { autoScalingGroup } from './auto-scaling-group/index.ts';
import type { Bucket } from './call-budget/index.ts';
import { BUCKETS, ec2 } from './ec2/index.ts';
import { ecsService } from './ecs-service/index.ts';
import { lambda } from './lambda/index.ts';
import type { ProviderModule, ProviderSettings } from './provider-module.ts';

/** Every kind of provider, by its name. A new kind is added here, in permissions.ts and in adapters.ts. */
const MODULES = registered({
  ec2,
  'auto-scaling-group': autoScalingGroup,
  'ecs-service': ecsService,
  lambda,
});

function registered<
  // biome-ignore lint/suspicious/noExplicitAny: each kind has its own configuration and plan
  const Modules extends { readonly [Kind in keyof Modules]: ProviderModule<any, any> & { readonly kind: Kind } },
>(modules: Modules): Modules {
  return modules;
}

type Modules = typeof MODULES;
export type ProviderKind = keyof Modules;
export type ConfigOf<Kind extends ProviderKind> = z.output<Modules[Kind]['schema']>;
export type PlanOf<Kind extends ProviderKind> = z.output<Modules[Kind]['planSchema']>;

export const providerKinds = Object.keys(MODULES) as readonly ProviderKind[];
export const providerModules = Object.values(MODULES) as unknown as readonly ProviderModule[];

type Schema = Modules[ProviderKind]['schema'];
const schemas = Object.values(MODULES).map(({ schema }) => schema) as unknown as readonly [Schema, ...Schema[]];

/** The provider of a policy: one of the kinds. */
export const provider = z.discriminatedUnion('kind', schemas);
export type Provider = z.output<typeof provider>;

/** The buckets of all providers, by name. */
export const callRates: Readonly<Record<string, Bucket>> = { ...BUCKETS };

/** The module of a kind, by the kind that an item names; undefined for one that this version does not know. */
export const moduleOf = (kind: string): ProviderModule | undefined =>
  Object.hasOwn(MODULES, kind) ? (MODULES[kind as ProviderKind] as unknown as ProviderModule) : undefined;

/** In which order healthy workers of a policy's group are terminated; without a provider, zones stay even. */
export const terminationOrder = (config: Provider | undefined): ProviderSettings['terminationOrder'] =>
  config ? moduleFor(config).settings(config).terminationOrder : 'balanced';

/** Whether workers that are likely to be interrupted are replaced. */
export const replacesAtRisk = (config: Provider | undefined): boolean =>
  config !== undefined && moduleFor(config).settings(config).replacesAtRisk === true;

/** Whether the provider keeps its number of workers by itself: it replaces those that end, and may have more than was decided. */
export const isSelfManaged = (config: Provider): boolean => moduleFor(config).settings(config).replacedAtOnce === null;

/** Whether workers end after one job, so that their end is a success. */
export const isEphemeral = (config: Provider | undefined): boolean =>
  config !== undefined && moduleFor(config).settings(config).ephemeral;

/** How the workers of a policy are priced; null if nothing is known of what they cost. */
export const pricingFor = (config: Provider | undefined): Pricing | null =>
  (config && moduleFor(config).pricing?.(config)) ?? null;

/** The module of a policy's provider. */
export const moduleFor = ({ kind }: Provider): ProviderModule =>
  MODULES[kind as ProviderKind] as unknown as ProviderModule;
