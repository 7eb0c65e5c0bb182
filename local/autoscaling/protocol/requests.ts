import {
  asciiName,
  filters,
  hookSpecifications,
  instanceId,
  launchTemplate,
  mixedInstancesPolicy,
  name255,
  putLifecycleHook,
  resourceName,
  tags,
  targetTracking,
  xmlString,
  xmlText,
} from './common-shapes.ts';
import { double, elsewhere, flag, integer, list, type Shape, structure, text, time } from './shape.ts';

const paged = { NextToken: xmlString, MaxRecords: integer() };
const named = { AutoScalingGroupName: name255 };

/** Members of the requests that create and that update a group. */
const groupSettings = {
  AutoScalingGroupName: name255,
  LaunchConfigurationName: elsewhere,
  LaunchTemplate: launchTemplate,
  MixedInstancesPolicy: mixedInstancesPolicy,
  MinSize: integer(),
  MaxSize: integer(),
  DesiredCapacity: integer(),
  DefaultCooldown: integer(),
  AvailabilityZones: list(name255),
  AvailabilityZoneIds: elsewhere,
  HealthCheckType: xmlText(32),
  HealthCheckGracePeriod: integer(),
  PlacementGroup: elsewhere,
  VPCZoneIdentifier: xmlText(5000),
  TerminationPolicies: list(xmlText(1600)),
  NewInstancesProtectedFromScaleIn: flag,
  ServiceLinkedRoleARN: elsewhere,
  MaxInstanceLifetime: elsewhere,
  CapacityRebalance: elsewhere,
  Context: elsewhere,
  DesiredCapacityType: elsewhere,
  DefaultInstanceWarmup: integer(),
  InstanceMaintenancePolicy: elsewhere,
  DeletionProtection: elsewhere,
  AvailabilityZoneDistribution: elsewhere,
  AvailabilityZoneImpairmentPolicy: elsewhere,
  SkipZonalShiftValidation: elsewhere,
  CapacityReservationSpecification: elsewhere,
  InstanceLifecyclePolicy: elsewhere,
};

const scheduledSizes = { MinSize: integer(), MaxSize: integer(), DesiredCapacity: integer() };

/** Requests by action: https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_Operations.html */
export const REQUESTS = {
  CreateAutoScalingGroup: structure(
    {
      ...groupSettings,
      InstanceId: elsewhere,
      LoadBalancerNames: elsewhere,
      TargetGroupARNs: list(xmlText(511)),
      LifecycleHookSpecificationList: hookSpecifications,
      Tags: tags,
      TrafficSources: elsewhere,
      Operator: elsewhere,
    },
    'AutoScalingGroupName',
    'MinSize',
    'MaxSize',
  ),
  UpdateAutoScalingGroup: structure(groupSettings, 'AutoScalingGroupName'),
  DeleteAutoScalingGroup: structure({ ...named, ForceDelete: flag }, 'AutoScalingGroupName'),
  DescribeAutoScalingGroups: structure({
    AutoScalingGroupNames: list(name255),
    IncludeInstances: flag,
    Filters: filters,
    ...paged,
  }),
  DescribeAutoScalingInstances: structure({ InstanceIds: list(instanceId), ...paged }),
  DescribeScalingActivities: structure({
    ActivityIds: list(xmlString),
    AutoScalingGroupName: name255,
    IncludeDeletedGroups: flag,
    Filters: elsewhere,
    ...paged,
  }),
  SetDesiredCapacity: structure(
    { ...named, DesiredCapacity: integer(), HonorCooldown: flag },
    'AutoScalingGroupName',
    'DesiredCapacity',
  ),
  TerminateInstanceInAutoScalingGroup: structure(
    {
      InstanceId: instanceId,
      InstanceIds: list(instanceId, { min: 1, max: 100 }),
      ...named,
      ShouldDecrementDesiredCapacity: flag,
    },
    'ShouldDecrementDesiredCapacity',
  ),
  SetInstanceProtection: structure(
    { InstanceIds: list(instanceId), ...named, ProtectedFromScaleIn: flag },
    'InstanceIds',
    'AutoScalingGroupName',
    'ProtectedFromScaleIn',
  ),
  SetInstanceHealth: structure(
    { InstanceId: instanceId, HealthStatus: xmlText(32), ShouldRespectGracePeriod: flag },
    'InstanceId',
    'HealthStatus',
  ),
  EnterStandby: structure(
    { InstanceIds: list(instanceId), ...named, ShouldDecrementDesiredCapacity: flag },
    'AutoScalingGroupName',
    'ShouldDecrementDesiredCapacity',
  ),
  ExitStandby: structure({ InstanceIds: list(instanceId), ...named }, 'AutoScalingGroupName'),
  DetachInstances: structure(
    { InstanceIds: list(instanceId), ...named, ShouldDecrementDesiredCapacity: flag },
    'AutoScalingGroupName',
    'ShouldDecrementDesiredCapacity',
  ),
  PutLifecycleHook: putLifecycleHook,
  DeleteLifecycleHook: structure(
    { LifecycleHookName: asciiName, ...named },
    'LifecycleHookName',
    'AutoScalingGroupName',
  ),
  DescribeLifecycleHooks: structure(
    { ...named, LifecycleHookNames: list(asciiName, { max: 50 }) },
    'AutoScalingGroupName',
  ),
  CompleteLifecycleAction: structure(
    {
      LifecycleHookName: asciiName,
      AutoScalingGroupName: resourceName,
      LifecycleActionToken: text({ min: 36, max: 36 }),
      LifecycleActionResult: text(),
      InstanceId: instanceId,
    },
    'LifecycleHookName',
    'AutoScalingGroupName',
    'LifecycleActionResult',
  ),
  SuspendProcesses: structure({ ...named, ScalingProcesses: list(name255) }, 'AutoScalingGroupName'),
  ResumeProcesses: structure({ ...named, ScalingProcesses: list(name255) }, 'AutoScalingGroupName'),
  PutScalingPolicy: structure(
    {
      ...named,
      PolicyName: name255,
      PolicyType: xmlText(64),
      AdjustmentType: name255,
      MinAdjustmentStep: elsewhere,
      MinAdjustmentMagnitude: integer(),
      ScalingAdjustment: integer(),
      Cooldown: integer(),
      MetricAggregationType: xmlText(32),
      StepAdjustments: list(
        structure(
          { MetricIntervalLowerBound: double, MetricIntervalUpperBound: double, ScalingAdjustment: integer() },
          'ScalingAdjustment',
        ),
      ),
      EstimatedInstanceWarmup: integer(),
      TargetTrackingConfiguration: targetTracking,
      Enabled: flag,
      PredictiveScalingConfiguration: elsewhere,
    },
    'AutoScalingGroupName',
    'PolicyName',
  ),
  DeletePolicy: structure({ ...named, PolicyName: resourceName }, 'PolicyName'),
  DescribePolicies: structure({
    ...named,
    PolicyNames: list(resourceName),
    PolicyTypes: list(xmlText(64)),
    ...paged,
  }),
  PutScheduledUpdateGroupAction: structure(
    {
      ...named,
      ScheduledActionName: name255,
      Time: elsewhere,
      StartTime: time,
      EndTime: time,
      Recurrence: name255,
      ...scheduledSizes,
      TimeZone: name255,
    },
    'AutoScalingGroupName',
    'ScheduledActionName',
  ),
  DeleteScheduledAction: structure(
    { ...named, ScheduledActionName: name255 },
    'AutoScalingGroupName',
    'ScheduledActionName',
  ),
  DescribeScheduledActions: structure({
    ...named,
    ScheduledActionNames: list(name255),
    StartTime: time,
    EndTime: time,
    ...paged,
  }),
  CreateOrUpdateTags: structure({ Tags: tags }, 'Tags'),
  DeleteTags: structure({ Tags: tags }, 'Tags'),
} as const;

export type ActionName = keyof typeof REQUESTS;
export type RequestOf<Name extends ActionName> = (typeof REQUESTS)[Name] extends Shape<infer T> ? T : never;
