import { ServiceError } from '../query/service-error.ts';
import type { Input } from './action.ts';
import type { State } from './model.ts';

export const invalid = (message: string): ServiceError => new ServiceError('InvalidParameterException', message);
export const textIn = (input: Input, name: string): string => String(input[name] ?? '');
export const listOf = (input: Input, name: string): string[] => (input[name] as string[] | undefined) ?? [];
/** A name, or the last part of an ARN. */
export const nameIn = (written: string): string => written.split('/').at(-1) ?? '';

export function clusterIn(state: State, input: Input): string {
  const cluster = nameIn(textIn(input, 'cluster') || 'default');
  if (!state.clusters.has(cluster)) throw new ServiceError('ClusterNotFoundException', 'Cluster not found.');
  return cluster;
}

export const tagsIn = (input: Input): [string, string][] =>
  ((input['tags'] ?? []) as { key: string; value?: string }[]).map(({ key, value = '' }) => [key, value]);
