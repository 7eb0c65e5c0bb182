import { type Asked, blocked, type Check, passed, unchecked, warned } from '../../../../model/index.ts';
import { because } from '../reasons.ts';

type Offered = ReadonlyMap<string, ReadonlySet<string>>;

/** Whether the zones of the subnets offer the instance types. */
export function offeringChecks(
  group: string,
  types: readonly string[],
  zones: readonly string[],
  answer: Asked<Offered>,
): Check[] {
  if ('failure' in answer) return [unchecked(group, answer.failure)];
  const lacking = (type: string) => zones.filter((zone) => !answer.value.get(type)?.has(zone));
  const missing = types.filter((type) => lacking(type).length === zones.length);
  const remedy = because['remedy-types']({});
  const problems: Check[] = [];
  if (missing.length > 0) {
    const found = missing.length === types.length ? blocked : warned;
    problems.push(found(group, because['types-missing']({ types: missing }), remedy));
  }
  for (const type of types) {
    const without = lacking(type);
    if (without.length > 0 && without.length < zones.length) {
      problems.push(warned(group, because['types-partly-offered']({ type, zones: without }), remedy));
    }
  }
  if (problems.length > 0) return problems;
  return [passed(group, because['types-offered']({ types, zones }))];
}
