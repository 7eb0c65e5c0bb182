import { LISTS_NAME_NO_RESOURCE, type PermissionData, type ResourceName } from '../../model/index.ts';
import { TAG, WORKER_MARKS } from '../../names/index.ts';
import type { EcsServiceConfig } from './format/config.ts';

const ecs = (resource: string, resourceName: string): ResourceName => ({ service: 'ecs', resource, resourceName });
const READS = 'Policies written after the deployment name the clusters and services, and these calls only read.';
/** Only services on EC2 instances need such a statement, and the policy does not say where its service runs. */
const ONLY_ON_INSTANCES = () => [];

/**
 * A service and its tasks belong to the stage whose name their tag `headcount:stage` has; nothing else can be changed. No
 * statement allows to stop a task: ECS stops them when the desired count is lowered.
 * https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonelasticcontainerservice.html
 */
export const permissions = (stage: string): readonly PermissionData<EcsServiceConfig>[] => {
  const ofStage = { [`aws:ResourceTag/${TAG.stage}`]: stage };
  return [
    {
      sid: 'DescribeEcsServices',
      actions: ['ecs:DescribeServices'],
      resources: ['*'],
      patternBecause: READS,
      usedBy: ({ cluster, service }) => [ecs('service', `${cluster}/${service}`)],
    },
    {
      sid: 'ReadTasksOfEcsServices',
      actions: ['ecs:DescribeTasks', 'ecs:GetTaskProtection'],
      resources: ['*'],
      patternBecause: READS,
      usedBy: ({ cluster }) => [ecs('task', `${cluster}/*`)],
    },
    {
      // Also for tasks without an instance, IAM judges the container instances of the cluster.
      sid: 'ListTasksOfEcsServices',
      actions: ['ecs:ListTasks'],
      resources: ['*'],
      patternBecause: READS,
      usedBy: ({ cluster }) => [ecs('container-instance', `${cluster}/*`)],
    },
    {
      sid: 'ReadInstancesUnderEcsServices',
      actions: [
        ...['ecs:ListContainerInstances', 'ecs:DescribeContainerInstances'],
        ...['ecs:ListServices', 'ecs:DescribeTaskDefinition'],
      ],
      resources: ['*'],
      patternBecause: READS,
      usedBy: ONLY_ON_INSTANCES,
    },
    {
      sid: 'ReadWhatElseScalesEcsServices',
      actions: ['application-autoscaling:DescribeScalableTargets'],
      resources: ['*'],
      patternBecause: LISTS_NAME_NO_RESOURCE,
    },
    {
      sid: 'ResizeEcsServicesOfThisStage',
      actions: ['ecs:UpdateService'],
      resources: [ecs('service', '*')],
      conditions: { StringEquals: ofStage },
      patternBecause:
        "Policies written after the deployment name the services; the condition demands the stage's tag on the service.",
      usedBy: ({ cluster, service }) => [ecs('service', `${cluster}/${service}`)],
    },
    {
      sid: 'DrainContainerInstancesOfThisStage',
      actions: ['ecs:UpdateContainerInstancesState'],
      resources: [ecs('container-instance', '*')],
      conditions: { StringEquals: ofStage },
      patternBecause:
        "ECS chooses the ids of container instances; the condition demands the stage's tag, which they have from their EC2 instance.",
      usedBy: ONLY_ON_INSTANCES,
    },
    {
      // Only calls about tags have keys, and they have at least one.
      sid: 'ProtectEcsTasksOfThisStageAndTagThemAsDrainingAndWithTheirReports',
      actions: ['ecs:UpdateTaskProtection', 'ecs:TagResource', 'ecs:UntagResource'],
      resources: [ecs('task', '*')],
      conditions: {
        StringEquals: ofStage,
        'ForAllValues:StringEquals': {
          'aws:TagKeys': [...WORKER_MARKS],
        },
      },
      patternBecause: "ECS chooses the ids of tasks; the condition demands the stage's tag on the task.",
      usedBy: ({ cluster }) => [ecs('task', `${cluster}/*`)],
    },
  ];
};
