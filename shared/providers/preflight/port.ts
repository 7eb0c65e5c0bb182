import type { Clients } from '../../aws/clients.ts';
import type { FunctionFacts } from '../../aws/preflight/functions.ts';
import type { Check } from '../../model/index.ts';

export interface PreflightRequest<Config = unknown> {
  readonly group: string;
  readonly config: Config;
  /** The bounds of the group's capacity. */
  readonly capacity: { readonly min: number; readonly max: number };
}

/** The checks of one kind of provider before the first launch. It changes nothing and never throws. */
export type ProviderPreflight<Config = unknown> = (request: PreflightRequest<Config>) => Promise<readonly Check[]>;

/** What the checks of providers are made of. */
export interface PreflightContext {
  readonly clients: Pick<Clients, 'cloudwatch'>;
  readonly functions: Pick<FunctionFacts, 'function' | 'tags'>;
  readonly stage: string;
}
