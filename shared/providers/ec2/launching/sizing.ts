import type { Sizing } from '../../provider-module.ts';
import type { Ec2Config } from '../format/config.ts';
import { typesOf } from '../instance-types.ts';

/** Without bounds, right-sizing chooses among the types that the policy lists: a bound allows others. */
export function sizingOf(config: Ec2Config): Sizing {
  const { rightsize } = config;
  const types = typesOf(config);
  const { mode = 'off', minAllowed, maxAllowed } = rightsize ?? {};
  const applies = mode !== 'off';
  const isBounded = minAllowed !== undefined || maxAllowed !== undefined;
  return { applies, types, minAllowed, maxAllowed, isListedOnly: applies && !isBounded };
}

/** The policy with these types instead. */
export const withTypes = (config: Ec2Config, types: readonly string[]): Ec2Config => ({
  ...config,
  requirements: undefined,
  instanceTypes: [...types],
});
