import type {
  CreateFleetCommandInput,
  CreateFleetError,
  CreateFleetResult,
  RunInstancesCommandInput,
  RunInstancesCommandOutput,
} from '@aws-sdk/client-ec2';
import { weightOf } from '../../../../model/index.ts';
import { TAG } from '../../../../names/index.ts';
import type { Market } from '../../../instances/listed-worker.ts';
import type { LaunchPart } from '../../launching/parts.ts';
import { type Ec2Launch, type LaunchedInstance, marketsOf, type Pool, poolKey } from '../../ports.ts';
import { requirementsIn } from './instance-requirements.ts';
import { type NetworkInterface, placedIn } from './interfaces.ts';
import type { Refused } from './refusals.ts';

/** The group and activity that launch. */
export interface LaunchOf {
  readonly stage: string;
  readonly group: string;
  readonly activity: string;
  readonly substitutes?: true | undefined;
  readonly warm?: true | undefined;
}

type Template = Ec2Launch['launchTemplate'];
/** What all requests of a launch have in common. */
type Asked = Pick<Ec2Launch, 'launchTemplate' | 'requirements' | 'leftOut' | 'reservations'>;

/**
 * Free capacity reservations are used first, whatever they cost; the rest is launched without. Only instant fleets can.
 * https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/ec2-fleet-on-demand-capacity-reservations.html
 */
const RESERVED_FIRST = {
  CapacityReservationOptions: { UsageStrategy: 'use-capacity-reservations-first' },
} as const;

/** The request for a part of a launch. The same part must always give the same request, because its token identifies it. */
export function fleetRequest(
  of: LaunchOf,
  { launchTemplate, requirements, leftOut = [], reservations }: Asked,
  { token, onDemand, spot, pools }: LaunchPart,
): CreateFleetCommandInput {
  const isBlock = reservations === 'capacity-block';
  return {
    Type: 'instant',
    ClientToken: token,
    LaunchTemplateConfigs: [
      {
        LaunchTemplateSpecification: templateOf(launchTemplate),
        // Fleets of type instant have no limit of overrides; the other types accept 300.
        // https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_FleetLaunchTemplateConfigRequest.html
        Overrides: pools.map(({ instanceType, subnet, weight }) => ({
          ...(requirements
            ? { InstanceRequirements: requirementsIn(requirements, subnet, leftOut) }
            : { InstanceType: instanceType as 'm5.large' }),
          SubnetId: subnet,
          // Only fleets of type instant accept it: https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_FleetLaunchTemplateOverridesRequest.html
          ...(launchTemplate.image && { ImageId: launchTemplate.image }),
          ...(weight !== undefined && { WeightedCapacity: weight }),
        })),
      },
    ],
    // A Capacity Block has neither on-demand nor spot instances.
    // https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/ec2-fleet-launch-instances-capacity-blocks-walkthrough.html
    TargetCapacitySpecification: isBlock
      ? { TotalTargetCapacity: onDemand, DefaultTargetCapacityType: 'capacity-block' }
      : {
          TotalTargetCapacity: onDemand + spot,
          OnDemandTargetCapacity: onDemand,
          SpotTargetCapacity: spot,
          DefaultTargetCapacityType: onDemand > 0 ? 'on-demand' : 'spot',
        },
    ...(spot > 0 && { SpotOptions: { AllocationStrategy: 'price-capacity-optimized' } }),
    ...(onDemand > 0 &&
      !isBlock && { OnDemandOptions: { AllocationStrategy: 'lowest-price', ...(reservations && RESERVED_FIRST) } }),
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

/** The calls of RunInstances for a part: of weighted instances as many as fit, at least one. A later launch tries the other pools. */
export const runsOf = ({ token, onDemand, spot, pools: [pool] }: LaunchPart): Run[] =>
  pool === undefined
    ? []
    : marketsOf({ onDemand, spot }).map((market) => ({
        pool,
        market,
        count: Math.max(1, Math.floor((market === 'spot' ? spot : onDemand) / weightOf(pool))),
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
    ...(template.image && { ImageId: template.image }),
    ...placedIn(run.pool.subnet, interfaces),
    // A partial launch counts; a later launch tries the rest.
    MinCount: 1,
    MaxCount: run.count,
    ...(run.market === 'spot' && { InstanceMarketOptions: { MarketType: 'spot' } }),
    TagSpecifications: tagsOf(of),
  };
}

export const runLaunched = ({ pool, market }: Run, { Instances = [] }: RunInstancesCommandOutput): LaunchedInstance[] =>
  Instances.flatMap(({ InstanceId: id, InstanceType = pool.instanceType, CapacityReservationId: reservation }) =>
    id === undefined
      ? []
      : [{ id, instanceType: InstanceType, market, subnet: pool.subnet, ...(reservation && { reservation }) }],
  );

export interface FleetAnswer {
  readonly launched: readonly LaunchedInstance[];
  readonly refused: readonly Refused[];
}

export function fleetAnswer(part: LaunchPart, { Instances = [], Errors = [] }: CreateFleetResult): FleetAnswer {
  return {
    launched: Instances.flatMap(({ InstanceIds = [], InstanceType, Lifecycle, LaunchTemplateAndOverrides }) =>
      InstanceIds.map((id) => ({
        id,
        instanceType: String(InstanceType),
        market: marketOf(Lifecycle),
        subnet: LaunchTemplateAndOverrides?.Overrides?.SubnetId ?? onlySubnet(part),
      })),
    ),
    refused: Errors.map((error) => refusedBy(part, error, Instances)),
  };
}

const onlySubnet = ({ pools }: LaunchPart): string => {
  const [subnet = '', ...others] = new Set(pools.map((pool) => pool.subnet));
  return others.length === 0 ? subnet : '';
};

function refusedBy(part: LaunchPart, error: CreateFleetError, launched: CreateFleetResult['Instances'] = []): Refused {
  const { ErrorCode: code = 'Unknown', ErrorMessage: message = '', Lifecycle, LaunchTemplateAndOverrides } = error;
  const { InstanceType: type, SubnetId: subnet, InstanceRequirements } = LaunchTemplateAndOverrides?.Overrides ?? {};
  const markets = Lifecycle ? [marketOf(Lifecycle)] : marketsOf(part);
  const isNamed = (pool: Pool) => !type || Boolean(InstanceRequirements) || pool.instanceType === type;
  const isMeant = (pool: Pool) => isNamed(pool) && (!subnet || pool.subnet === subnet);
  const pools = part.pools.filter(isMeant);
  if (!InstanceRequirements) return { code, message, pools: keysOf(pools, markets) };
  // One type is short. The requirements are, if the others did not make up for it.
  const short = markets.filter((market) => cameIn(market, launched) < wantedIn(market, part));
  const ofType = type
    ? keysOf(
        [...new Set(pools.map((pool) => pool.subnet))].map((at) => ({ instanceType: type, subnet: at })),
        markets,
      )
    : [];
  return { code, message, pools: [...ofType, ...keysOf(pools, short)] };
}

const wantedIn = (market: Market, { onDemand, spot }: LaunchPart): number => (market === 'spot' ? spot : onDemand);
const cameIn = (market: Market, launched: NonNullable<CreateFleetResult['Instances']>): number =>
  launched
    .filter(({ Lifecycle }) => marketOf(Lifecycle) === market)
    .reduce((sum, { InstanceIds = [] }) => sum + InstanceIds.length, 0);

/** A request that EC2 refused as a whole. */
export const refusedWhole = (
  part: Pick<LaunchPart, 'onDemand' | 'spot' | 'pools'>,
  { code, message }: Pick<Refused, 'code' | 'message'>,
): Refused => ({
  code,
  message,
  pools: keysOf(part.pools, marketsOf(part)),
});

export const refusedRun = ({ pool, market }: Run, { code, message }: Pick<Refused, 'code' | 'message'>): Refused => ({
  code,
  message,
  pools: keysOf([pool], [market]),
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
  warm,
}: LaunchOf): NonNullable<CreateFleetCommandInput['TagSpecifications']> {
  const tags = {
    Name: group,
    [TAG.group]: group,
    [TAG.stage]: stage,
    [TAG.activity]: activity,
    ...(substitutes && { [TAG.substitute]: 'true' }),
    ...(warm && { [TAG.warm]: 'true' }),
  };
  return [{ ResourceType: 'instance', Tags: Object.entries(tags).map(([Key, Value]) => ({ Key, Value })) }];
}

const marketOf = (lifecycle: string | undefined): Market => (lifecycle === 'spot' ? 'spot' : 'on-demand');
