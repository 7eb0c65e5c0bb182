import type { Asked, Check } from '../../model/index.ts';
import type { EvaluatingFunctionName } from '../../names/index.ts';
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

/** Calls to simulate for a role: each action on each resource, with the same condition keys. */
export interface SimulatedCalls {
  readonly actions: readonly string[];
  /** ARNs, or `*` for actions that cannot name a resource. */
  readonly resources: readonly string[];
  /** Values by condition key. A list is the value of a key that has many. */
  readonly context: Readonly<Record<string, string | readonly string[]>>;
}

/** What IAM says of one action on one resource. */
export interface Judgement {
  readonly action: string;
  readonly resource: string;
  readonly isAllowed: boolean;
  /** Condition keys in the role's policies for which the simulation had no value. */
  readonly missing: readonly string[];
  /** A service control policy of the organization denies it. The simulator cannot judge those with global condition keys. */
  readonly isDeniedByOrganization: boolean;
}

/** What a preflight reads of the roles with which a stage's functions evaluate. It changes nothing, and a failed call is an answer. */
export interface RoleFacts {
  /** Null if the function is not deployed. */
  roleOf(name: EvaluatingFunctionName): Promise<Asked<EvaluatingRole | null>>;
  simulate(role: string, calls: SimulatedCalls): Promise<Asked<readonly Judgement[]>>;
}

export interface EvaluatingRole {
  readonly arn: string;
  readonly place: Place;
  /** The version of Headcount that deployed the function; null if its description does not contain one, as only that of `evaluate` does. */
  readonly version: string | null;
}

/** Where a stage is deployed. */
export interface Place {
  readonly partition: string;
  readonly account: string;
  readonly region: string;
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
