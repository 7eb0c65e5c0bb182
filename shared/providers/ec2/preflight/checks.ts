import type { Asked, Check } from '../../../model/index.ts';
import type { Market } from '../../instances/listed-worker.ts';
import type { PreflightRequest, ProviderPreflight } from '../../preflight/port.ts';
import { serviceRoleCheck } from '../../preflight/service-role.ts';
import type { Ec2Config } from '../format/config.ts';
import { typesOf, weightsOf } from '../instance-types.ts';
import { hibernationChecks } from './checks/hibernation.ts';
import { imageChecks } from './checks/image-types.ts';
import { keyChecks } from './checks/keys.ts';
import { launchCheck } from './checks/launches.ts';
import { offeringChecks } from './checks/offerings.ts';
import { profileChecks } from './checks/profile.ts';
import { mostOf, quotaChecks, quotaCodes, quotaTypes, splitOf } from './checks/quotas.ts';
import { requirementChecks } from './checks/requirements.ts';
import { alarmChecks } from './checks/rollout-alarms.ts';
import { routeCheck, subnetChecks } from './checks/subnets.ts';
import { targetGroupCheck } from './checks/target-groups.ts';
import { templateChecks } from './checks/template.ts';
import type { LaunchCall, LaunchFacts, Subnet, Template } from './ports.ts';

/** https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/service-linked-roles-spot-instance-requests.html */
const SPOT_ROLE = 'AWSServiceRoleForEC2Spot';
/** https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/ec2-fleet-prerequisites.html */
const FLEET_ROLE = 'AWSServiceRoleForEC2Fleet';

type Request = PreflightRequest<Ec2Config>;

/** All checks of a group of EC2 instances, each from what `facts` answers. */
export const ec2Checks =
  (facts: LaunchFacts): ProviderPreflight<Ec2Config> =>
  async (request) => {
    const { config } = request;
    const [template, subnets] = await Promise.all([
      facts.template(config.launchTemplate),
      facts.subnets(config.subnets),
    ]);
    const found = 'value' in subnets ? subnets.value : [];
    const matching = config.requirements ? await facts.matching(config.launchTemplate, config.requirements) : null;
    const matched = matching && 'value' in matching ? matching.value.types : [];
    const markets = marketsOf(request);
    const parts = await Promise.all([
      templateParts(request, template, markets, facts),
      config.requirements && matching ? requirementChecks(request.group, config.requirements, matching) : [],
      imageParts(request, template, facts),
      subnetParts(request, subnets, found, facts),
      quotaParts(request, config.requirements ? quotaTypes(matched) : typesOf(config), markets, facts),
      roleParts(request, markets, facts),
      // A launch without its template, or without a type, is refused for that alone.
      ('value' in template && template.value === null) || (config.requirements && matched.length === 0)
        ? []
        : launchParts(request, markets, facts),
      alarmParts(request, facts),
      'value' in template && template.value === null
        ? []
        : hibernationParts(request, config.requirements ? matched : typesOf(config), facts),
      Promise.all(
        config.targetGroups.map((arn) => targetGroupCheck({ group: request.group, arn, subnets: found }, facts)),
      ),
    ]);
    return parts.flat();
  };

/** The alarms that stop a rollout. */
async function alarmParts({ group, config }: Request, facts: LaunchFacts): Promise<Check[]> {
  const { alarms } = config.rollout;
  return alarms.length > 0 ? alarmChecks(group, alarms, await facts.alarms(alarms)) : [];
}

/** A warm pool whose members hibernate. */
async function hibernationParts({ group, config }: Request, types: readonly string[], facts: LaunchFacts) {
  const { warm, launchTemplate } = config;
  if (warm?.state !== 'hibernated') return [];
  const template = launchTemplate.name ?? launchTemplate.id ?? '';
  return hibernationChecks({ group, template }, await facts.hibernation(launchTemplate, types));
}

/** The markets that the policy's launches use. */
function marketsOf({ config: { spot }, capacity: { max } }: Request): Market[] {
  const workers = splitOf(max, spot);
  const usesOnDemand = workers['on-demand'] > 0 || spot.fallback === 'on-demand';
  return [...(usesOnDemand ? (['on-demand'] as const) : []), ...(workers.spot > 0 ? (['spot'] as const) : [])];
}

async function templateParts(
  { group, config: { launchTemplate, reservations } }: Request,
  answer: Asked<Template | null>,
  markets: readonly Market[],
  facts: LaunchFacts,
): Promise<Check[]> {
  const { name, id, version } = launchTemplate;
  const named = {
    group,
    template: name ?? id ?? '',
    version,
    usesOnDemand: markets.includes('on-demand'),
    inCapacityBlock: reservations === 'capacity-block',
  };
  const checks = templateChecks(answer, named);
  const template = 'value' in answer ? answer.value : null;
  if (template === null) return checks;
  if (template.profile !== null) {
    const roles = await facts.profileRoles(template.profile);
    const arns = 'value' in roles ? (roles.value ?? []) : [];
    const passing = arns.length > 0 ? await facts.notPassable(arns) : { value: null };
    checks.push(...profileChecks(group, template.profile, roles, passing));
  }
  for (const key of template.keys) {
    const spotRole = markets.includes('spot') ? SPOT_ROLE : null;
    checks.push(...keyChecks(group, key, await facts.keyState(key), spotRole));
  }
  return checks;
}

/** The types that a policy names. Requirements match only types that can run the image. */
async function imageParts({ group, config }: Request, template: Asked<Template | null>, facts: LaunchFacts) {
  const types = typesOf(config);
  const hasImage = 'value' in template && (template.value?.image ?? null) !== null;
  if (types.length === 0 || !hasImage) return [];
  return imageChecks(group, await facts.described(config.launchTemplate, types));
}

async function subnetParts(
  { group, config, capacity }: Request,
  answer: Asked<readonly Subnet[]>,
  found: readonly Subnet[],
  facts: LaunchFacts,
): Promise<Check[]> {
  const checks = subnetChecks(answer, { group, subnets: config.subnets, capacity: workersIn(config, capacity) });
  if (found.length === 0) return checks;
  const types = typesOf(config);
  const [routed, offered] = await Promise.all([
    facts.routedOut(found),
    types.length > 0 ? facts.offerings(types) : null,
  ]);
  const zones = [...new Set(found.map(({ zone }) => zone))].toSorted();
  // EC2 chooses matching types by what a zone offers.
  const offerings = offered ? offeringChecks(group, types, zones, offered) : [];
  return [...checks, routeCheck(group, found, routed), ...offerings];
}

async function quotaParts(
  { group, config, capacity: { min, max } }: Request,
  instanceTypes: readonly string[],
  markets: readonly Market[],
  facts: LaunchFacts,
): Promise<Check[]> {
  const { spot, reservations } = config;
  // Capacity Blocks do not count toward quotas.
  if (reservations === 'capacity-block' || instanceTypes.length === 0) return [];
  const codes = quotaCodes(instanceTypes, markets);
  const [vcpus, ...quotas] = await Promise.all([facts.vcpus(instanceTypes), ...codes.map((code) => facts.quota(code))]);
  const splits = [
    { bound: 'min' as const, workers: splitOf(min, spot) },
    { bound: 'max' as const, workers: mostOf(max, spot) },
  ];
  const byCode = new Map(codes.map((code, index) => [code, quotas[index] as Asked<number | null>]));
  return quotaChecks({ group, types: instanceTypes, weights: weightsOf(config) }, splits, vcpus, byCode);
}

async function roleParts({ group }: Request, markets: readonly Market[], facts: LaunchFacts): Promise<Check[]> {
  const wanted = [
    // Instant fleets have been seen to work without it, although AWS asks for it.
    { role: FLEET_ROLE, service: 'ec2fleet.amazonaws.com', isNeeded: false },
    ...(markets.includes('spot') ? [{ role: SPOT_ROLE, service: 'spot.amazonaws.com', isNeeded: true }] : []),
  ];
  return Promise.all(wanted.map(async (each) => serviceRoleCheck(group, each, await facts.hasRole(each.role))));
}

async function launchParts(
  { group, config }: Request,
  markets: readonly Market[],
  facts: LaunchFacts,
): Promise<Check[]> {
  return Promise.all(
    markets.flatMap((market, index) => {
      // RunInstances is what launches where Fleet is not available, and names wrong images and security groups.
      const calls: readonly LaunchCall[] = index === 0 ? ['CreateFleet', 'RunInstances'] : ['CreateFleet'];
      return calls.map(async (call) =>
        launchCheck(group, call, market, await facts.dryRun(call, { group, config, market })),
      );
    }),
  );
}

/** The fewest workers that hold a capacity: all of the heaviest type. */
function workersIn(config: Ec2Config, { min, max }: Request['capacity']): Request['capacity'] {
  const heaviest = Math.max(1, ...Object.values(weightsOf(config) ?? {}));
  return { min: Math.ceil(min / heaviest), max: Math.ceil(max / heaviest) };
}
