import type { LocalAutoScaling } from '../../autoscaling/index.ts';
import type { LocalEc2 } from '../../ec2/index.ts';
import type { LocalEcs } from '../../ecs/index.ts';
import type { Call } from '../../requests/index.ts';
import type { Need } from '../evaluate.ts';

/** What the stand-ins have in a region. */
export interface StandIns {
  readonly ec2: LocalEc2;
  readonly autoScaling: LocalAutoScaling;
  readonly ecs: LocalEcs;
}

/** The account whose resources calls name, in the region of the call. */
export interface Account extends StandIns {
  /** The role of an instance profile, which a call names by ARN or by name. */
  readonly roleOfProfile: (profile: string) => Promise<string>;
  /** Empty for a function that does not exist in the region. */
  readonly tagsOfFunction: (name: string) => Promise<Readonly<Record<string, string>>>;
}

/** The account that MiniStack gives every access key that is not an account's number. */
export const ACCOUNT = '000000000000';

/** What an operation must be allowed to do. */
export type NeedsOf = (call: Call, account: Account) => readonly Need[] | Promise<readonly Need[]>;
export type Operations = Readonly<Record<string, NeedsOf>>;

export const arn = ({ region }: Pick<Call, 'region'>, service: string, resource: string): string =>
  `arn:aws:${service}:${region}:${ACCOUNT}:${resource}`;

/** An action that names no resource. */
export const onAnything =
  (action: string): NeedsOf =>
  () => [{ action, resource: '*' }];

/** Inputs have passed validation, so members have the types of the model. */
export const textIn = (input: Readonly<Record<string, unknown>>, name: string): string => String(input[name] ?? '');
export const listIn = (input: Readonly<Record<string, unknown>>, name: string): readonly Structure[] =>
  (input[name] ?? []) as readonly Structure[];
export const textsIn = (input: Readonly<Record<string, unknown>>, name: string): readonly string[] =>
  (input[name] ?? []) as readonly string[];
export type Structure = Readonly<Record<string, unknown>>;
export const structureIn = (input: Structure, name: string): Structure => (input[name] ?? {}) as Structure;
