import type { Reason } from '../../model/index.ts';
import type { ScalingPolicy } from '../../providers/auto-scaling-group/api/index.ts';
import { type EcsCall, listIn, numberIn, textIn } from '../../providers/ecs-service/api/call.ts';
import { serviceNow } from '../../providers/ecs-service/api/describe-services.ts';
import type { DescribedService } from '../../providers/ecs-service/index.ts';
import type { PolicyAlarm } from '../model.ts';
import { type Step, shellWord } from '../next-steps.ts';
import type { AlarmsOf } from '../read.ts';
import { because } from '../reasons.ts';
import { type Adopted, adoptedFrom, guessedBounds } from '../translate.ts';

/** A service, and how Application Auto Scaling scales it. */
export interface ExistingService {
  readonly service: DescribedService;
  /** Bounds of its scalable target; null if it has none. */
  readonly bounds: { readonly min: number; readonly max: number } | null;
  readonly policies: readonly ScalingPolicy[];
  readonly alarms: ReadonlyMap<string, readonly PolicyAlarm[]>;
  /** Names of its scheduled actions. */
  readonly scheduled: readonly string[];
}

/** Calls of ECS and of Application Auto Scaling. `name`: `main/web`. */
export async function readService(
  { ecs, scaling }: { readonly ecs: EcsCall; readonly scaling: EcsCall },
  alarmsOf: AlarmsOf,
  name: string,
): Promise<ExistingService> {
  const service = await serviceNow(ecs, name);
  const ResourceId = `service/${name}`;
  const ofEcs = { ServiceNamespace: 'ecs' };
  const [targets, policies, scheduled] = await Promise.all([
    scaling('DescribeScalableTargets', { ...ofEcs, ResourceIds: [ResourceId] }),
    scaling('DescribeScalingPolicies', { ...ofEcs, ResourceId }),
    scaling('DescribeScheduledActions', { ...ofEcs, ResourceId }),
  ]);
  const [target] = listIn(targets, 'ScalableTargets');
  const read = listIn(policies, 'ScalingPolicies').map((policy) => policyIn(policy, name));
  const byAlarms = read.filter(({ type }) => type === 'StepScaling');
  const alarms = await Promise.all(byAlarms.map(async ({ arn }) => [arn, await alarmsOf(arn)] as const));
  return {
    service,
    bounds: target ? { min: numberIn(target, 'MinCapacity'), max: numberIn(target, 'MaxCapacity') } : null,
    policies: read,
    alarms: new Map(alarms),
    scheduled: listIn(scheduled, 'ScheduledActions').map((action) => textIn(action, 'ScheduledActionName')),
  };
}

type Structure = Readonly<Record<string, unknown>>;
const structureIn = (of: Structure, field: string): Structure => Object(of[field]) as Structure;
const maybe = (of: Structure, field: string): number | undefined =>
  typeof of[field] === 'number' ? of[field] : undefined;

/** https://docs.aws.amazon.com/autoscaling/application/APIReference/API_ScalingPolicy.html */
function policyIn(policy: Structure, name: string): ScalingPolicy {
  const step = structureIn(policy, 'StepScalingPolicyConfiguration');
  const tracking = structureIn(policy, 'TargetTrackingScalingPolicyConfiguration');
  return {
    name: textIn(policy, 'PolicyName'),
    arn: textIn(policy, 'PolicyARN'),
    type: textIn(policy, 'PolicyType'),
    enabled: true,
    adjustmentType: textIn(step, 'AdjustmentType'),
    adjustment: undefined,
    warmup: undefined,
    alarmNames: listIn(policy, 'Alarms').map((alarm) => textIn(alarm, 'AlarmName')),
    minMagnitude: maybe(step, 'MinAdjustmentMagnitude'),
    cooldown: maybe(step, 'Cooldown'),
    steps: listIn(step, 'StepAdjustments').map((each) => ({
      from: maybe(each, 'MetricIntervalLowerBound'),
      to: maybe(each, 'MetricIntervalUpperBound'),
      adjustment: numberIn(each, 'ScalingAdjustment'),
    })),
    tracking: policy['TargetTrackingScalingPolicyConfiguration'] === undefined ? null : trackingIn(tracking, name),
  };
}

/** Published by ECS every minute. https://docs.aws.amazon.com/AmazonECS/latest/developerguide/available-metrics.html */
const OF_ECS: Readonly<Record<string, string>> = {
  ECSServiceAverageCPUUtilization: 'CPUUtilization',
  ECSServiceAverageMemoryUtilization: 'MemoryUtilization',
};

function trackingIn(tracking: Structure, name: string): NonNullable<ScalingPolicy['tracking']> {
  const predefined = structureIn(tracking, 'PredefinedMetricSpecification');
  const type = textIn(predefined, 'PredefinedMetricType');
  const common = { target: numberIn(tracking, 'TargetValue'), scaleIn: tracking['DisableScaleIn'] !== true };
  const ofEcs = Object.hasOwn(OF_ECS, type) ? OF_ECS[type] : undefined;
  if (ofEcs !== undefined) {
    const [ClusterName = '', ServiceName = ''] = name.split('/');
    const metric = { namespace: 'AWS/ECS', name: ofEcs, statistic: 'Average', period: 60, isMath: false };
    return { ...common, predefined: null, customized: { ...metric, dimensions: { ClusterName, ServiceName } } };
  }
  if (type !== '') {
    return { ...common, predefined: { type, label: textIn(predefined, 'ResourceLabel') }, customized: null };
  }
  const customized = structureIn(tracking, 'CustomizedMetricSpecification');
  const dimensions = listIn(customized, 'Dimensions').map((each) => [textIn(each, 'Name'), textIn(each, 'Value')]);
  return {
    ...common,
    predefined: null,
    customized: {
      namespace: textIn(customized, 'Namespace'),
      name: textIn(customized, 'MetricName'),
      period: 60,
      statistic: textIn(customized, 'Statistic') || 'Average',
      dimensions: Object.fromEntries(dimensions),
      isMath: listIn(customized, 'Metrics').length > 0,
    },
  };
}

/** Without a scalable target, the service has no bounds of its own. */
export function adoptedService(group: string, existing: ExistingService, now: number): Adopted {
  const { service, bounds, policies, alarms, scheduled } = existing;
  const { name, desired } = service;
  const [cluster = '', ofCluster = ''] = name.split('/');
  const { min, max } = bounds ?? guessedBounds(desired);
  const notes: Reason[] = scheduled.map((action) =>
    because['adopt-scheduled-action-left-out']({ action, cause: because['adopt-write-a-schedule']({}) }),
  );
  if (bounds === null) notes.push(because['adopt-bounds-guessed']({ name, desired }));
  const sizes = { name, min, max, cooldown: 300, warmup: null };
  const comments = { provider: ' ECS still starts and replaces the tasks; Headcount sets the desired count.' };
  const provider = { kind: 'ecs-service', cluster, service: ofCluster } as const;
  return adoptedFrom({ group, provider, notes, comments }, sizes, { policies, scheduled: [], alarms }, now);
}

/** What tells the stage's services apart, and what must be switched off. */
export function serviceSteps(group: string, stage: string, { service, bounds }: ExistingService) {
  const [cluster = '', name = ''] = service.name.split('/').map(shellWord);
  const tags = `key=headcount:stage,value=${stage} key=headcount:group,value=${group}`;
  const target = `--service-namespace ecs --resource-id ${shellWord(`service/${service.name}`)} --scalable-dimension ecs:service:DesiredCount`;
  const suspended = ['DynamicScalingIn', 'DynamicScalingOut', 'ScheduledScaling'].map(
    (each) => `${each}Suspended=true`,
  );
  const first: Step[] = [
    {
      what: 'Let the stage manage the service: tag it.',
      command: `aws ecs tag-resource --resource-arn ${shellWord(service.arn)} --tags ${tags}`,
    },
    {
      what: 'Let the service give its tags to its tasks, and deploy it once, so that Headcount can choose the tasks that stop.',
      command: `aws ecs update-service --cluster ${cluster} --service ${name} --propagate-tags SERVICE --force-new-deployment`,
    },
  ];
  const off: Step[] =
    bounds === null
      ? []
      : [
          {
            what: 'Suspend Application Auto Scaling, which would change the desired count as well.',
            command: `aws application-autoscaling register-scalable-target ${target} --suspended-state ${suspended.join(',')}`,
          },
        ];
  return { first, off };
}
