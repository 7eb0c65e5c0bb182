import { ec2Types } from '../ec2/preflight/reads/listed-types.ts';
import type { ConfigOf, Provider, ProviderKind } from '../index.ts';
import type { LaunchTypes, ProviderTypes } from './port.ts';

export type { LaunchType, LaunchTypes } from './port.ts';

/** The kinds that launch instances of types. Apart from the adapters, because no function needs them. */
const TYPES: { readonly [Kind in ProviderKind]?: () => ProviderTypes<ConfigOf<Kind>> } = { ec2: ec2Types };

export const kindsWithTypes = Object.keys(TYPES);

/** The types of a policy's provider; null for a kind that launches none by itself. */
export async function launchTypes(group: string, config: Provider): Promise<LaunchTypes | null> {
  const make = TYPES[config.kind] as (() => ProviderTypes<Provider>) | undefined;
  return make ? make()(group, config) : null;
}
