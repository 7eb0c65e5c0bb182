import type {
  CreateFleetCommandInput,
  CreateFleetError,
  CreateFleetResult,
  RunInstancesCommandInput,
  RunInstancesCommandOutput,
} from '@aws-sdk/client-ec2';
import { TAG } from '../../../../names/index.ts';
import type { LaunchPart } from '../../launching/parts.ts';
import { type Ec2Launch, type LaunchedInstance, type Market, marketsOf, type Pool, poolKey } from '../../ports.ts';
import { type NetworkInterface, placedIn } from './interfaces.ts';
import type { Refused } from './refusals.ts';

/** The group and activity that launch. */
export interface LaunchOf {
  readonly stage: string;
  readonly group: string;
  readonly activity: string;
  readonly substitutes?: true | undefined;
}

type Template = Ec2Launch['launchTemplate'];

/** The request for a part of a launch. The same part must always give the same request, because its token identifies it. */
export function fleetRequest(
  of: LaunchOf,
  template: Template,
  { token, onDemand, spot, pools }: LaunchPart,
): CreateFleetCommandInput {
  return {
    Type: 'instant',
    ClientToken: token,
    LaunchTemplateConfigs: [
      {
        LaunchTemplateSpecification: templateOf(template),
        // Fleets of type instant have no limit of overrides; the other types accept 300.
        // https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_FleetLaunchTemplateConfigRequest.html
        Overrides: pools.map(({ instanceType, subnet }) => ({
          InstanceType: instanceType as 'm5.large',
          SubnetId: subnet,
        })),
      },
    ],
    TargetCapacitySpecification: {
      TotalTargetCapacity: onDemand + spot,
      OnDemandTargetCapacity: onDemand,
      SpotTargetCapacity: spot,
      DefaultTargetCapacityType: onDemand > 0 ? 'on-demand' : 'spot',
    },
    ...(spot > 0 && { SpotOptions: { AllocationStrategy: 'price-capacity-optimized' } }),
    ...(onDemand > 0 && { OnDemandOptions: { AllocationStrategy: 'lowest-price' } }),
    TagSpecifications: tagsOf(of),
  };
}

/** One call of RunInstances: one type in one subnet of one market. */
export interface Run {
  readonly token: string;
  readonly pool: Pool;
  readonly market: Market;
  readonly count: number;
}

/** The calls of RunInstances for a part. A later launch tries the other pools. */
export const runsOf = ({ token, onDemand, spot, pools: [pool] }: LaunchPart): Run[] =>
  pool === undefined
    ? []
    : marketsOf({ onDemand, spot }).map((market) => ({
        ...{ pool, market, count: market === 'spot' ? spot : onDemand },
        token: `${token}-${market}`,
      }));

/** `interfaces`: those of the launch template. */
export function runRequest(
  of: LaunchOf,
  template: Template,
  interfaces: readonly NetworkInterface[],
  run: Run,
): RunInstancesCommandInput {
  return {
    ClientToken: run.token,
    LaunchTemplate: templateOf(template),
    InstanceType: run.pool.instanceType as 'm5.large',
    ...placedIn(run.pool.subnet, interfaces),
    // A partial launch counts; a later launch tries the rest.
    MinCount: 1,
    MaxCount: run.count,
    ...(run.market === 'spot' && { InstanceMarketOptions: { MarketType: 'spot' } }),
    TagSpecifications: tagsOf(of),
  };
}

export const runLaunched = ({ pool, market }: Run, { Instances = [] }: RunInstancesCommandOutput): LaunchedInstance[] =>
  Instances.flatMap(({ InstanceId: id, InstanceType: instanceType = pool.instanceType }) =>
    id === undefined ? [] : [{ id, instanceType, market, subnet: pool.subnet }],
  );

export interface FleetAnswer {
  readonly launched: readonly LaunchedInstance[];
  readonly refused: readonly Refused[];
}

export function fleetAnswer(part: LaunchPart, { Instances = [], Errors = [] }: CreateFleetResult): FleetAnswer {
  return {
    launched: Instances.flatMap(({ InstanceIds = [], InstanceType, Lifecycle, LaunchTemplateAndOverrides }) =>
      InstanceIds.map((id) => ({
        ...{ id, instanceType: String(InstanceType), market: marketOf(Lifecycle) },
        subnet: LaunchTemplateAndOverrides?.Overrides?.SubnetId ?? onlySubnet(part),
      })),
    ),
    refused: Errors.map((error) => refusedBy(part, error)),
  };
}

const onlySubnet = ({ pools }: LaunchPart): string => {
  const [subnet = '', ...others] = new Set(pools.map((pool) => pool.subnet));
  return others.length === 0 ? subnet : '';
};

function refusedBy(part: LaunchPart, error: CreateFleetError): Refused {
  const { ErrorCode: code = 'Unknown', ErrorMessage: message = '', Lifecycle, LaunchTemplateAndOverrides } = error;
  const { InstanceType: type, SubnetId: subnet } = LaunchTemplateAndOverrides?.Overrides ?? {};
  const isMeant = (pool: Pool) => (!type || pool.instanceType === type) && (!subnet || pool.subnet === subnet);
  const markets = Lifecycle ? [marketOf(Lifecycle)] : marketsOf(part);
  return { code, message, pools: keysOf(part.pools.filter(isMeant), markets) };
}

/** A request that EC2 refused as a whole. */
export const refusedWhole = (part: LaunchPart, { code, message }: Pick<Refused, 'code' | 'message'>): Refused => ({
  ...{ code, message, pools: keysOf(part.pools, marketsOf(part)) },
});

export const refusedRun = ({ pool, market }: Run, { code, message }: Pick<Refused, 'code' | 'message'>): Refused => ({
  ...{ code, message, pools: keysOf([pool], [market]) },
});

const keysOf = (pools: readonly Pool[], markets: readonly Market[]): string[] =>
  pools.flatMap((pool) => markets.map((market) => poolKey(pool, market)));

const templateOf = ({ id, name, version }: Template) => ({
  ...(id ? { LaunchTemplateId: id } : { LaunchTemplateName: name }),
  Version: version,
});

function tagsOf({
  stage,
  group,
  activity,
  substitutes,
}: LaunchOf): NonNullable<CreateFleetCommandInput['TagSpecifications']> {
  const tags = {
    ...{ Name: group, [TAG.group]: group, [TAG.stage]: stage, [TAG.activity]: activity },
    ...(substitutes && { [TAG.substitute]: 'true' }),
  };
  return [{ ResourceType: 'instance', Tags: Object.entries(tags).map(([Key, Value]) => ({ Key, Value })) }];
}

const marketOf = (lifecycle: string | undefined): Market => (lifecycle === 'spot' ? 'spot' : 'on-demand');
