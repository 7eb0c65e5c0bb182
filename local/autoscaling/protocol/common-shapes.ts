import { double, elsewhere, flag, integer, list, oneOf, structure, text } from './shape.ts';

/** The names are those of AWS's service model. */
const XML = /[\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}\r\n\t]*/u;

export const xmlString = text({ pattern: XML });
export const xmlText = (max: number) => text({ min: 1, max, pattern: XML });
export const name255 = xmlText(255);
export const instanceId = xmlText(19);
export const asciiName = text({ min: 1, max: 255, pattern: /[A-Za-z0-9\-_/]+/u });
export const resourceName = xmlText(1600);

export const launchTemplate = structure({
  LaunchTemplateId: name255,
  LaunchTemplateName: text({ min: 3, max: 128, pattern: /[a-zA-Z0-9().\-/_]+/u }),
  Version: name255,
});

export const mixedInstancesPolicy = structure({
  LaunchTemplate: structure({
    LaunchTemplateSpecification: launchTemplate,
    Overrides: list(
      structure({
        InstanceType: name255,
        WeightedCapacity: xmlText(32),
        LaunchTemplateSpecification: elsewhere,
        InstanceRequirements: elsewhere,
        ImageId: elsewhere,
      }),
    ),
  }),
  InstancesDistribution: structure({
    OnDemandAllocationStrategy: xmlString,
    OnDemandBaseCapacity: integer(),
    OnDemandPercentageAboveBaseCapacity: integer(),
    SpotAllocationStrategy: xmlString,
    SpotInstancePools: integer(),
    SpotMaxPrice: text({ min: 0, max: 255 }),
    DistributionSegments: elsewhere,
  }),
});

export const tags = list(
  structure(
    {
      ResourceId: xmlString,
      ResourceType: xmlString,
      Key: text({ min: 1, max: 128, pattern: XML }),
      Value: text({ min: 0, max: 256, pattern: XML }),
      PropagateAtLaunch: flag,
    },
    'Key',
  ),
);

export const filters = list(structure({ Name: xmlString, Values: list(xmlString) }));

const hookSettings = {
  NotificationMetadata: text({ min: 1, max: 4000, pattern: /[\t\n\r\x20-\x7e]+/u }),
  HeartbeatTimeout: integer(),
  DefaultResult: text(),
  NotificationTargetARN: text({ min: 0, max: 255, pattern: XML }),
  RoleARN: name255,
};
export const hookSpecifications = list(
  structure(
    { LifecycleHookName: asciiName, LifecycleTransition: text(), ...hookSettings },
    'LifecycleHookName',
    'LifecycleTransition',
  ),
);
export const putLifecycleHook = structure(
  { LifecycleHookName: asciiName, AutoScalingGroupName: name255, LifecycleTransition: text(), ...hookSettings },
  'LifecycleHookName',
  'AutoScalingGroupName',
);

const dimensions = list(structure({ Name: text(), Value: text() }, 'Name', 'Value'));
const period = integer({ min: 1 });

export const targetTracking = structure(
  {
    PredefinedMetricSpecification: structure(
      {
        PredefinedMetricType: oneOf(
          'ASGAverageCPUUtilization',
          'ASGAverageNetworkIn',
          'ASGAverageNetworkOut',
          'ALBRequestCountPerTarget',
        ),
        ResourceLabel: xmlText(1023),
      },
      'PredefinedMetricType',
    ),
    CustomizedMetricSpecification: structure({
      MetricName: text(),
      Namespace: text(),
      Dimensions: dimensions,
      Statistic: oneOf('Average', 'Minimum', 'Maximum', 'SampleCount', 'Sum'),
      Unit: text(),
      Period: period,
      Metrics: list(
        structure(
          {
            Id: xmlText(64),
            Expression: xmlText(2047),
            MetricStat: structure(
              {
                Metric: structure(
                  { Namespace: text(), MetricName: text(), Dimensions: dimensions },
                  'Namespace',
                  'MetricName',
                ),
                Stat: xmlText(100),
                Unit: text(),
                Period: period,
              },
              'Metric',
              'Stat',
            ),
            Label: text({ max: 2047, pattern: XML }),
            Period: period,
            ReturnData: flag,
          },
          'Id',
        ),
      ),
    }),
    TargetValue: double,
    DisableScaleIn: flag,
  },
  'TargetValue',
);
