import * as z from 'zod';
import { extendedSchema, sinceExtended } from '../model/index.ts';
import { format as autoScalingGroup } from './auto-scaling-group/format/index.ts';
import { format as ec2 } from './ec2/format/index.ts';
import { format as ec2Fleet } from './ec2-fleet/format/index.ts';
import { format as ecsService } from './ecs-service/format/index.ts';
import { extensionFormat } from './extension/format.ts';
import { format as lambda } from './lambda/format/index.ts';
import type { ProviderFormat } from './provider-module.ts';

/** How every kind of provider is written, by its name. */
const FORMATS = registered({
  ec2,
  'ec2-fleet': ec2Fleet,
  'auto-scaling-group': autoScalingGroup,
  'ecs-service': ecsService,
  lambda,
});

function registered<
  // biome-ignore lint/suspicious/noExplicitAny: each kind has its own configuration and plan
  const Formats extends { readonly [Kind in keyof Formats]: ProviderFormat<any, any> & { readonly kind: Kind } },
>(formats: Formats): Formats {
  return formats;
}

type Formats = typeof FORMATS;
export type ProviderKind = keyof Formats;
export type ConfigOf<Kind extends ProviderKind> = z.output<Formats[Kind]['schema']>;
export type PlanOf<Kind extends ProviderKind> = z.output<Formats[Kind]['planSchema']>;

type Schema = Formats[ProviderKind]['schema'];
/** The formats of extensions, by kind. */
const ofExtensions = sinceExtended(
  ({ providers }) => new Map([...providers].map(([kind, { format }]) => [kind, extensionFormat(kind, format)])),
);

/** The provider of a policy: one of the kinds. */
export const provider = extendedSchema(() => {
  const schemas = [...Object.values(FORMATS), ...ofExtensions().values()].map(({ schema }) => schema);
  return z.discriminatedUnion('kind', schemas as unknown as readonly [Schema, ...Schema[]]);
});
export type Provider = z.output<typeof provider>;

/** The format of a kind, by the kind that an item names; undefined for one that this version does not know. */
export const formatOf = (kind: string): ProviderFormat | undefined =>
  Object.hasOwn(FORMATS, kind)
    ? (FORMATS[kind as ProviderKind] as unknown as ProviderFormat)
    : ofExtensions().get(kind);
