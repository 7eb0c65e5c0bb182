import {
  type Asked,
  blocked,
  type Check,
  extended,
  groupedBy,
  passed,
  type Reason,
  unchecked,
  warned,
} from '../../model/index.ts';
import type { EvaluatingFunctionName } from '../../names/index.ts';
import { isReadByRules, metricSource, type Policy } from '../../policy/index.ts';
import { permissionsOfKind, providerPermissions } from '../../providers/index.ts';
import { usedRules } from '../../rules/index.ts';
import type { EvaluatingRole, Judgement, RoleFacts } from './ports.ts';
import { because } from './reasons.ts';
import { keysIn, type NeededStatement, neededStatement } from './role-calls.ts';

export interface RoleRequest {
  readonly facts: RoleFacts;
  readonly stage: string;
  /** The functions whose roles are checked: `evaluate` first, because only its description contains the version. */
  readonly functions: readonly EvaluatingFunctionName[];
  /** The version of Headcount that runs the checks. */
  readonly version: string;
}

/**
 * Whether the roles of deployed functions may make the calls that a policy needs. Nothing is checked for a stage that is
 * not deployed. Roles that lack the same calls share their checks.
 */
export async function roleChecks(policy: Policy, { facts, stage, functions, version }: RoleRequest): Promise<Check[]> {
  const judged: Judged[] = [];
  const failed: Check[] = [];
  for (const name of functions) {
    const answer = await judgedRole(name, policy, { facts, stage });
    // The roles that follow would fail in the same way.
    if ('failure' in answer) {
      failed.push(unchecked(policy.group, answer.failure));
      break;
    }
    if (answer.value !== null) judged.push(answer.value);
  }
  const isSameVersion = judged[0]?.role.version === version;
  const found = [...groupedBy(judged, ({ denials }) => JSON.stringify(denials)).values()].flatMap((alike) => {
    const roles = {
      roles: alike.map(({ role: { arn } }) => arn.slice(arn.lastIndexOf('/') + 1)),
      functions: alike.map(({ name }) => name),
    };
    const isExtended = usesExtension(policy);
    return checksOf(policy.group, alike[0]?.denials ?? [], { roles, stage, isSameVersion, isExtended });
  });
  return [...found, ...failed];
}

/** Whether the policy uses a provider or source of an extension: then the stage must be deployed with the extension. */
function usesExtension({ provider, metrics }: Policy): boolean {
  const { providers, sources } = extended();
  const kinds = Object.keys(metrics).map((metric) => metricSource(metric, metrics)?.kind ?? '');
  return (provider && providers.has(provider.kind)) || kinds.some((kind) => sources.has(kind));
}

interface Judged {
  readonly name: EvaluatingFunctionName;
  readonly role: EvaluatingRole;
  readonly denials: readonly Denial[];
}

/** The role of a function, with the calls that a policy needs and IAM's policy simulator does not allow; null without the function. */
async function judgedRole(
  name: EvaluatingFunctionName,
  policy: Policy,
  { facts, stage }: Pick<RoleRequest, 'facts' | 'stage'>,
): Promise<Asked<Judged | null>> {
  const found = await facts.roleOf(name);
  if ('failure' in found || found.value === null) return found as Asked<null>;
  const role = found.value;
  const needed = neededBy(policy, stage, role);
  const ownKeys = ownKeysOf(stage, needed);
  const denials: Denial[] = [];
  for (const each of needed) {
    const answer = await facts.simulate(role.arn, each.calls);
    if ('failure' in answer) return answer;
    denials.push(...denialsIn(each, answer.value, ownKeys));
  }
  return { value: { name, role, denials } };
}

/** The statements that the provider and the read metrics of a policy need, each once. */
function neededBy(policy: Policy, stage: string, { place }: EvaluatingRole): NeededStatement[] {
  const { provider, metrics } = policy;
  const used = { ...policy, rules: usedRules(policy) };
  const ofMetrics = Object.keys(metrics)
    .filter((metric) => isReadByRules(used, metric))
    .flatMap((metric) => metricSource(metric, metrics) ?? [])
    .flatMap(({ module, config }) => module.permissions.map((each) => neededStatement(each, config, place)));
  const ofProvider = provider
    ? permissionsOfKind(provider.kind, stage).map((each) => neededStatement(each, provider, place))
    : [];
  const found = [...ofProvider, ...ofMetrics].flatMap((each) => each ?? []);
  return [...new Map(found.map((each) => [JSON.stringify(each), each])).values()];
}

/** A call that IAM's policy simulator does not allow. */
interface Denial {
  readonly statement: string;
  readonly action: string;
  readonly resource: string;
  /** Condition keys on which it may depend. */
  readonly keys: readonly string[];
  readonly isDeniedByOrganization: boolean;
}

/** Leaves out answers about other resources: for an action that cannot name the resource, IAM judges `*` instead. */
function denialsIn({ sid, calls }: NeededStatement, judgements: readonly Judgement[], ownKeys: ReadonlySet<string>) {
  return judgements
    .filter(({ isAllowed, resource }) => !isAllowed && calls.resources.includes(resource))
    .map(
      ({ action, resource, missing, isDeniedByOrganization }): Denial => ({
        statement: sid,
        action,
        resource,
        isDeniedByOrganization,
        keys: missing.filter((key) => !ownKeys.has(key.toLowerCase())),
      }),
    );
}

/**
 * Condition keys of Headcount's own statements. If a simulated call has no value for one of them, the real call has none,
 * either. So a denial does not depend on it.
 */
const ownKeysOf = (stage: string, needed: readonly NeededStatement[]): ReadonlySet<string> =>
  new Set([
    'iam:passedtoservice',
    ...keysIn(providerPermissions(stage)),
    ...needed.flatMap(({ calls }) => Object.keys(calls.context).map((key) => key.toLowerCase())),
  ]);

/**
 * Services without resource-based policies for these calls: only the role can allow a call.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_aws-services-that-work-with-iam.html
 */
const ONLY_BY_ROLE = /^(?:application-autoscaling|autoscaling|cloudwatch|ec2|ecs|elasticloadbalancing):/;

/** The names of some roles, and of their functions in the same order. */
interface Roles {
  readonly roles: string[];
  readonly functions: EvaluatingFunctionName[];
}

/** Only what is certain is a blocker. */
function checksOf(
  group: string,
  denials: readonly Denial[],
  {
    roles,
    stage,
    isSameVersion,
    isExtended,
  }: { roles: Roles; stage: string; isSameVersion: boolean; isExtended: boolean },
): Check[] {
  if (denials.length === 0) return [passed(group, because['role-may'](roles))];
  const unclear = denials.filter(({ keys, isDeniedByOrganization }) => keys.length > 0 || isDeniedByOrganization);
  const clear = denials.filter((denial) => !unclear.includes(denial));
  const certain = clear.filter(({ action }) => ONLY_BY_ROLE.test(action));
  const doubtful = clear.filter((denial) => !certain.includes(denial));
  const lacking = (some: readonly Denial[], found: typeof blocked, unless?: 'version' | 'resource'): Check[] => {
    if (some.length === 0) return [];
    const statements = [...new Set(some.map(({ statement }) => statement))];
    const remedy = because['remedy-role']({
      stage,
      statements,
      roles: roles.roles.length,
      ...(isExtended && { isExtended }),
      ...(unless && { unless }),
    });
    return [found(group, because['role-lacks']({ ...roles, lacks: lacksOf(some) }), remedy)];
  };
  return [
    ...(isSameVersion
      ? [...lacking(certain, blocked), ...lacking(doubtful, warned, 'resource')]
      : lacking(clear, warned, 'version')),
    ...(unclear.length === 0 ? [] : [unclearCheck(group, roles, unclear)]),
  ];
}

function unclearCheck(group: string, roles: Roles, denials: readonly Denial[]): Check {
  const keys = [...new Set(denials.flatMap((denial) => denial.keys))];
  const lacks = lacksOf(denials);
  return warned(
    group,
    because['role-unclear']({ ...roles, lacks, keys }),
    because['remedy-role-unclear']({ roles: roles.roles }),
  );
}

/** By statement. */
const lacksOf = (denials: readonly Denial[]): Reason[] =>
  [...groupedBy(denials, ({ statement }) => statement)].map(([statement, some]) =>
    because['role-lacks-statement']({
      statement,
      actions: [...new Set(some.map(({ action }) => action))],
      resources: [...new Set(some.map(({ resource }) => resource))],
    }),
  );
