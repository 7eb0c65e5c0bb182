import type { EcsServiceConfig } from './format/config.ts';

/** Identifies a service in this account and region. */
export const nameOf = ({ cluster, service }: Pick<EcsServiceConfig, 'cluster' | 'service'>): string =>
  `${cluster}/${service}`;

export function partsOf(name: string): { readonly cluster: string; readonly service: string } {
  const [cluster = '', service = ''] = name.split('/');
  return { cluster, service };
}
