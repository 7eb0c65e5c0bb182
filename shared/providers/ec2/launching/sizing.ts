import type { Sizing } from '../../provider-module.ts';
import type { Ec2Config } from '../format/config.ts';
import { typesOf, weightsOf } from '../instance-types.ts';

/** Without bounds, right-sizing chooses among the types that the policy lists: a bound allows others. */
export function sizingOf(config: Ec2Config): Sizing {
  const { rightsize } = config;
  const types = typesOf(config);
  const { mode = 'off', minAllowed, maxAllowed } = rightsize ?? {};
  const applies = mode !== 'off';
  const isBounded = minAllowed !== undefined || maxAllowed !== undefined;
  return { applies, types, minAllowed, maxAllowed, isListedOnly: applies && !isBounded };
}

/** The policy with these types instead. Where types have weights, only those of the policy have one, so others are left out. */
export function withTypes(config: Ec2Config, types: readonly string[]): Ec2Config {
  const weights = weightsOf(config);
  if (!weights) return { ...config, requirements: undefined, instanceTypes: [...types] };
  const weighed = types.flatMap((type) => (weights[type] === undefined ? [] : [{ type, weight: weights[type] }]));
  return weighed.length === 0 ? config : { ...config, instanceTypes: weighed };
}
