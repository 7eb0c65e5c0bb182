import type { CreateFleetCommandInput, CreateFleetError, CreateFleetResult } from '@aws-sdk/client-ec2';
import { TAG } from '../../../names/index.ts';
import { type Ec2Launch, type Ec2Launched, type Market, type Pool, type PoolError, poolKey } from '../ports.ts';
import { isCapacityShort } from './errors.ts';

/** https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/fleet-quotas.html */
const POOLS_PER_FLEET = 300;
/** The longest message of a pool. EC2's messages may have kilobytes, and those of all pools are stored in one item. */
const LONGEST_MESSAGE = 300;

/** The request for a launch. The same launch must always give the same request, because its token identifies it. */
export function fleetRequest(
  stage: string,
  group: string,
  activity: string,
  intent: Ec2Launch,
): CreateFleetCommandInput {
  const { launchTemplate, onDemand, spot } = intent;
  const name = launchTemplate.id
    ? { LaunchTemplateId: launchTemplate.id }
    : { LaunchTemplateName: launchTemplate.name };
  const tags = { Name: group, [TAG.group]: group, [TAG.stage]: stage, [TAG.activity]: activity };
  return {
    Type: 'instant',
    ClientToken: intent.token,
    LaunchTemplateConfigs: [
      {
        LaunchTemplateSpecification: { ...name, Version: launchTemplate.version },
        Overrides: pools(intent).map(({ instanceType, subnet }) => ({
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
    TagSpecifications: [
      { ResourceType: 'instance', Tags: Object.entries(tags).map(([Key, Value]) => ({ Key, Value })) },
    ],
  };
}

export function outcomeOf(intent: Ec2Launch, { Instances = [], Errors = [] }: CreateFleetResult): Ec2Launched {
  return {
    launched: Instances.flatMap(({ InstanceIds = [], InstanceType, Lifecycle }) =>
      InstanceIds.map((id) => ({ id, instanceType: String(InstanceType), market: marketOf(Lifecycle) })),
    ),
    errors: Errors.map((error) => launchError(intent, error)),
  };
}

/** The outcome of a request that EC2 rejected. */
export function refused(intent: Ec2Launch, code: string, message: string): Ec2Launched {
  return {
    launched: [],
    errors: [{ code, message, pools: poolKeys(intent), capacity: isCapacityShort(code) }],
  };
}

function launchError(intent: Ec2Launch, error: CreateFleetError): PoolError {
  const { ErrorCode: code = 'Unknown', ErrorMessage: message = '', Lifecycle, LaunchTemplateAndOverrides } = error;
  const { InstanceType: type, SubnetId: subnet } = LaunchTemplateAndOverrides?.Overrides ?? {};
  const market = Lifecycle && marketOf(Lifecycle);
  const concerned = (pool: Pool) => (!type || pool.instanceType === type) && (!subnet || pool.subnet === subnet);
  return {
    ...{ code, message: message.slice(0, LONGEST_MESSAGE) },
    ...{ pools: poolKeys(intent, concerned, market), capacity: isCapacityShort(code) },
  };
}

/** The keys of the requested pools in the requested markets. */
function poolKeys(intent: Ec2Launch, concerned: (pool: Pool) => boolean = () => true, only?: Market): string[] {
  const asked: Market[] = [];
  if (intent.onDemand > 0) asked.push('on-demand');
  if (intent.spot > 0) asked.push('spot');
  const markets = only ? [only] : asked;
  return pools(intent)
    .filter(concerned)
    .flatMap((pool) => markets.map((market) => poolKey(pool, market)));
}

const pools = (intent: Ec2Launch): readonly Pool[] => intent.pools.slice(0, POOLS_PER_FLEET);
const marketOf = (lifecycle: string | undefined): Market => (lifecycle === 'spot' ? 'spot' : 'on-demand');
