import type { ArnParts, PermissionData } from '../../model/index.ts';
import type { Place, SimulatedCalls } from './ports.ts';

/** A statement that a policy needs, and the calls that it must allow. */
export interface NeededStatement {
  readonly sid: string;
  readonly calls: SimulatedCalls;
}

/**
 * The calls that a statement allows, of those that a policy with this configuration needs; null if it needs none, or if the
 * statement has a condition that no request can be derived from.
 */
export function neededStatement(permission: PermissionData, config: unknown, place: Place): NeededStatement | null {
  const { sid, actions, resources, conditions = {}, usedBy } = permission;
  const used = usedBy ? usedBy(config) : resources;
  const context = contextFor(conditions);
  if (used.length === 0 || context === null) return null;
  return {
    sid,
    calls: { actions, resources: used.map((name) => (name === '*' ? name : arnOf(name, place))), context },
  };
}

/** If any account or region is allowed, the stage's own is used. Other patterns stay, because IAM compares them literally. */
function arnOf({ service, resource, resourceName, account, region }: ArnParts, place: Place): string {
  const own = { account: account === '*' ? undefined : account, region: region === '*' ? undefined : region };
  const path = resourceName === undefined ? resource : `${resource}/${resourceName}`;
  return `arn:${place.partition}:${service}:${own.region ?? place.region}:${own.account ?? place.account}:${path}`;
}

type Conditions = NonNullable<PermissionData['conditions']>;

/** A request fulfils these operators with the values that they contain. */
const EQUALS = /^(?:String|Arn)(?:Equals|Like)$/;
const EACH_EQUALS = /^For(?:AllValues|AnyValue):String(?:Equals|Like)$/;

/** The condition keys of a request that fulfils these conditions; null if they have another operator. */
export function contextFor(conditions: Conditions): SimulatedCalls['context'] | null {
  const context: Record<string, string | readonly string[]> = {};
  const present: string[] = [];
  for (const [operator, wanted] of Object.entries(conditions)) {
    for (const [key, values] of Object.entries(wanted)) {
      const [first = ''] = [values].flat();
      if (EQUALS.test(operator)) context[key] = first;
      else if (EACH_EQUALS.test(operator)) context[key] = [values].flat();
      else if (operator === 'Null' && first === 'false') present.push(key);
      else return null;
    }
  }
  for (const key of present) context[key] ??= 'any';
  return context;
}

/** The condition keys of some statements, in lower case: names of keys ignore case. */
export const keysIn = (permissions: readonly PermissionData[]): ReadonlySet<string> =>
  new Set(
    permissions.flatMap(({ conditions = {} }) =>
      Object.values(conditions).flatMap((wanted) => Object.keys(wanted).map((key) => key.toLowerCase())),
    ),
  );
