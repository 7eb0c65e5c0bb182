import type { Sizing } from '../../provider-module.ts';
import type { Ec2Config } from '../format/config.ts';

/** Without bounds, right-sizing chooses among the types that the policy lists: a bound allows others. */
export function sizingOf({ rightsize, instanceTypes: types = [] }: Ec2Config): Sizing {
  const { mode = 'off', minAllowed, maxAllowed } = rightsize ?? {};
  const applies = mode !== 'off';
  const isBounded = minAllowed !== undefined || maxAllowed !== undefined;
  return { applies, types, minAllowed, maxAllowed, isListedOnly: applies && !isBounded };
}
