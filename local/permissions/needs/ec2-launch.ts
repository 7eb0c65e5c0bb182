import type { LaunchTemplateReference } from '../../ec2/index.ts';
import { Ec2Error } from '../../ec2/index.ts';
import type { Call } from '../../requests/index.ts';
import type { Need } from '../evaluate.ts';
import type { RequestKeys } from '../request-keys.ts';
import { type Account, arn, listIn, type NeedsOf, type Structure, structureIn, textIn } from './account.ts';

type Tags = Readonly<Record<string, string>>;

/** A launch as EC2 authorizes it: by everything that it uses and creates. */
interface Launch {
  readonly templates: readonly Template[];
  /** Distinct, of all launches that the request may lead to. */
  readonly images: ReadonlySet<string>;
  readonly subnets: ReadonlySet<string>;
  readonly spot: boolean;
  /** By resource type, of the request and of the templates. */
  readonly requested: ReadonlyMap<string, Tags>;
  readonly templated: ReadonlyMap<string, Tags>;
}
type Template = ReturnType<Account['ec2']['resolvedTemplate']>;

/**
 * EC2 creates an instant fleet and then runs instances for it in the caller's name. A denied launch is not an error of the
 * call: it stands among the errors in its answer.
 * https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/ec2-fleet-prerequisites.html
 */
export const createFleet: NeedsOf = async (call, account) => {
  const { input } = call;
  const configs = listIn(input, 'LaunchTemplateConfigs');
  const overrides = configs.flatMap((config) => listIn(config, 'Overrides'));
  const target = structureIn(input, 'TargetCapacitySpecification');
  const spot = textIn(target, 'DefaultTargetCapacityType') === 'spot' || Number(target['SpotTargetCapacity'] ?? 0) > 0;
  const specified = configs.map((config) => structureIn(config, 'LaunchTemplateSpecification'));
  const launch = launchOf(specified, overrides, spot, input, account);
  const fleet = { action: 'ec2:CreateFleet', resource: arn(call, 'ec2', 'fleet/*'), keys: creates(launch, 'fleet') };
  return [
    fleet,
    ...usesOf('ec2:CreateFleet', launch, call),
    ...tagsOf('CreateFleet', launch.requested, call),
    ...(await runNeeds(launch, call, account)).map((need) => ({ ...need, inAnswer: true })),
  ];
};

export const runInstances: NeedsOf = async (call, account) => {
  const { input } = call;
  const template = input['LaunchTemplate'] === undefined ? [] : [structureIn(input, 'LaunchTemplate')];
  const spot = textIn(structureIn(input, 'InstanceMarketOptions'), 'MarketType') === 'spot';
  const launch = launchOf(template, [input, ...listIn(input, 'NetworkInterfaces')], spot, input, account);
  return [...(await runNeeds(launch, call, account)), ...tagsOf('RunInstances', launch.requested, call)];
};

async function runNeeds(launch: Launch, call: Call, account: Account): Promise<Need[]> {
  const profiles = new Set(launch.templates.flatMap(({ data }) => data.instanceProfile ?? []));
  const roles = await Promise.all([...profiles].map(account.roleOfProfile));
  const values = { 'iam:PassedToService': 'ec2.amazonaws.com' };
  return [
    ...usesOf('ec2:RunInstances', launch, call),
    ...tagsOf('RunInstances', launch.templated, call),
    ...roles.map((resource) => ({ action: 'iam:PassRole', resource, keys: { values } })),
  ];
}

/** https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonec2.html#amazonec2-RunInstances */
function usesOf(action: string, launch: Launch, call: Call): Need[] {
  const at = (resource: string): string => arn(call, 'ec2', resource);
  const created = ['instance', 'network-interface', 'volume', ...(launch.spot ? ['spot-instances-request'] : [])];
  return [
    ...created.map((kind) => ({ action, resource: at(`${kind}/*`), keys: creates(launch, kind) })),
    ...launch.templates.map(({ template }) => ({
      action,
      resource: at(`launch-template/${template.id}`),
      keys: { ...tagKeys(launch.requested), resourceTags: Object.fromEntries(template.tags) },
    })),
    // Images belong to no account in an ARN.
    ...[...launch.images].map((id) => ({ action, resource: `arn:aws:ec2:${call.region}::image/${id}` })),
    ...[...launch.subnets].map((id) => ({ action, resource: at(`subnet/${id}`) })),
    { action, resource: at('security-group/sg-default') },
  ];
}

const creates = ({ requested, templated }: Launch, kind: string): RequestKeys => ({
  requestTags: { ...templated.get(kind), ...requested.get(kind) },
  ...tagKeys(requested),
});

const tagKeys = (tags: ReadonlyMap<string, Tags>): RequestKeys => {
  const keys = [...tags.values()].flatMap((each) => Object.keys(each));
  return { values: { 'aws:TagKeys': keys.length === 0 ? null : keys } };
};

/** Tags in a launch need the permission to create tags, for this action only. */
const tagsOf = (creation: string, tags: ReadonlyMap<string, Tags>, call: Call): Need[] =>
  [...tags].map(([kind, requestTags]) => ({
    action: 'ec2:CreateTags',
    resource: arn(call, 'ec2', `${kind}/*`),
    keys: {
      requestTags,
      resourceTags: {},
      values: { 'ec2:CreateAction': creation, 'aws:TagKeys': Object.keys(requestTags) },
    },
  }));

function launchOf(
  specified: readonly Structure[],
  overrides: readonly Structure[],
  spot: boolean,
  input: Structure,
  { ec2 }: Account,
): Launch {
  const templates = specified.flatMap((reference) => resolved(reference, ec2) ?? []);
  const distinct = (member: string, own: readonly (string | null)[]): Set<string> =>
    new Set([...overrides.map((each) => textIn(each, member)), ...own].filter((id): id is string => !!id));
  const templated = templates.flatMap(({ data }) => data.tagSpecifications);
  return {
    templates,
    spot,
    images: distinct(
      'ImageId',
      templates.map(({ data }) => data.imageId),
    ),
    subnets: distinct(
      'SubnetId',
      templates.flatMap(({ data }) => data.networkInterfaces.map(({ subnetId }) => subnetId)),
    ),
    requested: tagsByType(
      listIn(input, 'TagSpecifications').map((specification) => ({
        resourceType: textIn(specification, 'ResourceType'),
        tags: listIn(specification, 'Tags').map((tag) => ({ key: textIn(tag, 'Key'), value: textIn(tag, 'Value') })),
      })),
    ),
    templated: tagsByType(templated),
  };
}

type Specifications = Template['data']['tagSpecifications'];

function tagsByType(specifications: Specifications): Map<string, Tags> {
  const byType = new Map<string, Record<string, string>>();
  for (const { resourceType, tags } of specifications.filter((each) => each.tags.length > 0)) {
    const of = byType.get(resourceType) ?? {};
    for (const { key, value } of tags) of[key] = value;
    byType.set(resourceType, of);
  }
  return byType;
}

/** The version of a launch template; null when EC2 will say that there is none. */
function resolved(reference: Structure, ec2: Account['ec2']): Template | null {
  const text = (name: string): string | null => textIn(reference, name) || null;
  const named: LaunchTemplateReference = {
    id: text('LaunchTemplateId'),
    name: text('LaunchTemplateName'),
    version: text('Version') ?? '$Default',
  };
  try {
    return ec2.resolvedTemplate(named);
  } catch (error) {
    if (error instanceof Ec2Error) return null;
    throw error;
  }
}
