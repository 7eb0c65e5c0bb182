import { groupedBy } from '../../../shared/model/index.ts';
import type { CheckResult } from '../instances/instance-status.ts';
import { type InstanceState, STATE_CODE } from '../instances/lifecycle.ts';
import type { ShownInstance } from '../state.ts';
import type { Actions } from './action.ts';
import { filtersIn, marketIn, type Parameters, pageIn, tagSpecificationsIn, templateIn } from './parameters.ts';
import { isoTime, tagSet, type Xml } from './xml.ts';

export const instanceActions: Actions = {
  DescribeInstances: (parameters) => {
    const request = instancesIn(parameters);
    return (localEc2) => {
      const page = localEc2.describeInstances(request);
      return { reservationSet: reservations(page.items), nextToken: page.nextToken };
    };
  },
  DescribeInstanceStatus: (parameters) => {
    const request = { ...instancesIn(parameters), all: parameters.flag('IncludeAllInstances') ?? false };
    return (localEc2) => {
      const page = localEc2.describeInstanceStatus(request);
      const set = page.items.map(({ instance, check }) => ({
        instanceId: instance.id,
        availabilityZone: instance.zone,
        instanceState: state(instance.state),
        systemStatus: checks(check),
        instanceStatus: checks(check),
      }));
      return { instanceStatusSet: set, nextToken: page.nextToken };
    };
  },
  TerminateInstances: (parameters) => {
    const ids = parameters.texts('InstanceId');
    return (localEc2) => ({
      instancesSet: localEc2.terminateInstances(ids).map(({ before, after }) => ({
        instanceId: after.id,
        currentState: state(after.state),
        previousState: state(before.state),
      })),
    });
  },
  RunInstances: (parameters) => {
    const template = parameters.child('LaunchTemplate');
    const marketOptions = parameters.child('InstanceMarketOptions');
    const placement = parameters.child('Placement');
    const request = {
      clientToken: parameters.text('ClientToken'),
      minCount: parameters.number('MinCount') ?? 0,
      maxCount: parameters.number('MaxCount') ?? 0,
      template: template === null ? null : templateIn(template),
      instanceType: parameters.text('InstanceType'),
      imageId: parameters.text('ImageId'),
      subnetId: parameters.text('SubnetId'),
      zone: placement?.text('AvailabilityZone') ?? null,
      market: marketIn(marketOptions?.text('MarketType') ?? null, 'on-demand'),
      disableApiTermination: parameters.flag('DisableApiTermination'),
      tagSpecifications: tagSpecificationsIn(parameters),
    };
    return (localEc2) => {
      const launched = localEc2.runInstances(request);
      return { ...reservation(launched), requesterId: null };
    };
  },
};

const instancesIn = (parameters: Parameters) => ({
  ids: parameters.texts('InstanceId'),
  filters: filtersIn(parameters),
  page: pageIn(parameters),
});

const reservations = (instances: readonly ShownInstance[]): Xml =>
  [...groupedBy(instances, ({ reservationId }) => reservationId).values()].map(reservation);

const reservation = (instances: readonly ShownInstance[]): { readonly [element: string]: Xml } => ({
  reservationId: instances[0]?.reservationId ?? null,
  ownerId: '000000000000',
  groupSet: [],
  instancesSet: instances.map(instanceXml),
});

const instanceXml = (instance: ShownInstance, index: number): Xml => ({
  instanceId: instance.id,
  imageId: instance.imageId,
  instanceState: state(instance.state),
  privateDnsName: `ip-${instance.privateIp.replaceAll('.', '-')}.ec2.internal`,
  reason: instance.endReason?.message ?? '',
  amiLaunchIndex: index,
  instanceType: instance.instanceType,
  launchTime: isoTime(instance.launchedAt),
  placement: { availabilityZone: instance.zone, groupName: '', tenancy: 'default' },
  monitoring: { state: 'disabled' },
  // EC2 releases the address of a terminated instance.
  subnetId: instance.state === 'terminated' ? null : instance.subnetId,
  vpcId: instance.state === 'terminated' ? null : instance.vpcId,
  privateIpAddress: instance.state === 'terminated' ? null : instance.privateIp,
  stateReason: instance.endReason === null ? null : { ...instance.endReason },
  instanceLifecycle: instance.market === 'spot' ? 'spot' : null,
  clientToken: instance.clientToken ?? '',
  tagSet: tagSet(instance.tags),
});

const state = (name: InstanceState): Xml => ({ code: STATE_CODE[name], name });

const checks = (status: CheckResult): Xml => ({
  status,
  details: [{ name: 'reachability', status: { ok: 'passed', impaired: 'failed' }[status as string] ?? status }],
});
