import type { PermissionData } from '../../model/index.ts';
import { TAG, WORKER_MARKS } from '../../names/index.ts';
import type { EcsServiceConfig } from './format/config.ts';

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
      actions: [
        'ecs:DescribeServices',
        'ecs:ListTasks',
        'ecs:DescribeTasks',
        'ecs:GetTaskProtection',
        'ecs:DescribeTaskDefinition',
        'ecs:ListServices',
        'ecs:ListContainerInstances',
        'ecs:DescribeContainerInstances',
        'application-autoscaling:DescribeScalableTargets',
      ],
      resources: ['*'],
      patternBecause:
        'Policies written after the deployment name the clusters and services, and these calls only read.',
    },
    {
      sid: 'ResizeEcsServicesOfThisStage',
      actions: ['ecs:UpdateService'],
      resources: [{ service: 'ecs', resource: 'service', resourceName: '*' }],
      conditions: { StringEquals: ofStage },
      patternBecause:
        "Policies written after the deployment name the services; the condition demands the stage's tag on the service.",
      usedBy: ({ cluster, service }) => [
        { service: 'ecs', resource: 'service', resourceName: `${cluster}/${service}` },
      ],
    },
    {
      sid: 'DrainContainerInstancesOfThisStage',
      actions: ['ecs:UpdateContainerInstancesState'],
      resources: [{ service: 'ecs', resource: 'container-instance', resourceName: '*' }],
      conditions: { StringEquals: ofStage },
      patternBecause:
        "ECS chooses the ids of container instances; the condition demands the stage's tag, which they have from their EC2 instance.",
      // Only services on EC2 instances need it, and the policy does not say where its service runs.
      usedBy: () => [],
    },
    {
      // Only calls about tags have keys, and they have at least one.
      sid: 'ProtectEcsTasksOfThisStageAndTagThemAsDrainingAndWithTheirReports',
      actions: ['ecs:UpdateTaskProtection', 'ecs:TagResource', 'ecs:UntagResource'],
      resources: [{ service: 'ecs', resource: 'task', resourceName: '*' }],
      conditions: {
        StringEquals: ofStage,
        'ForAllValues:StringEquals': {
          'aws:TagKeys': [...WORKER_MARKS],
        },
      },
      patternBecause: "ECS chooses the ids of tasks; the condition demands the stage's tag on the task.",
      usedBy: ({ cluster }) => [{ service: 'ecs', resource: 'task', resourceName: `${cluster}/*` }],
    },
  ];
};
