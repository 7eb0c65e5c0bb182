import type { Asked, Check } from '../../model/index.ts';
import type { SourceRequest } from '../../sources/index.ts';

export interface Identity {
  readonly account: string;
  readonly arn: string;
  readonly region: string;
}

/** Concurrent executions of functions in the account and region. */
export interface Concurrency {
  readonly limit: number;
  /** Those that no function has reserved. */
  readonly unreserved: number;
}

/** What a preflight reads of the account. It writes nothing, and a failed call is an answer. */
export interface AccountFacts {
  identity(): Promise<Asked<Identity>>;
  /** The status of a CloudFormation stack; null if it does not exist. */
  stackStatus(name: string): Promise<Asked<string | null>>;
  /** Whether a function exists. */
  hasFunction(name: string): Promise<Asked<boolean>>;
  concurrency(): Promise<Asked<Concurrency>>;
}

/** The checks that each kind of provider and source has of its own. */
export interface KindChecks {
  /** None for a kind without checks. */
  provider(kind: string, request: ProviderRequest): Promise<readonly Check[]>;
  /** Whether each metric has ever been there; nothing for a kind that cannot say. */
  known(requests: readonly SourceRequest[]): Promise<ReadonlyMap<string, boolean>>;
}

export interface ProviderRequest {
  readonly group: string;
  readonly config: unknown;
  readonly capacity: { readonly min: number; readonly max: number };
}
