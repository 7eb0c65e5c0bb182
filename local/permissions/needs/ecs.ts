import type { RequestKeys } from '../request-keys.ts';
import { arn, listIn, type NeedsOf, type Operations, onAnything, textIn, textsIn } from './account.ts';

/** https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonelasticcontainerservice.html */
const tagsOf = (tags: ReadonlyMap<string, string> | undefined): RequestKeys => ({
  resourceTags: Object.fromEntries(tags ?? []),
});

const onService: NeedsOf = (call, { ecs }) => {
  const [cluster, service] = [textIn(call.input, 'cluster') || 'default', textIn(call.input, 'service')];
  const found = ecs.services().find((each) => each.cluster === cluster && each.name === service);
  const resource = arn(call, 'ecs', `service/${cluster}/${service}`);
  return [{ action: `ecs:${call.operation}`, resource, keys: tagsOf(found?.tags) }];
};

const onTasks: NeedsOf = (call, { ecs }) => {
  const cluster = textIn(call.input, 'cluster') || 'default';
  const tasks = new Map(ecs.services().flatMap((each) => [...each.tasks]));
  return textsIn(call.input, 'tasks').map((id) => ({
    action: `ecs:${call.operation}`,
    resource: arn(call, 'ecs', `task/${cluster}/${id}`),
    // Only calls that tag have the key.
    keys: { ...tagsOf(tasks.get(id)?.tags), values: { 'aws:TagKeys': null } },
    isGone: !tasks.has(id),
  }));
};

const onContainerInstances: NeedsOf = (call, { ecs }) =>
  textsIn(call.input, 'containerInstances').map((named) => {
    const found = ecs.containerInstances().find(({ arn: each }) => each === named);
    return { action: `ecs:${call.operation}`, resource: named, keys: tagsOf(found?.tags), isGone: !found };
  });

const onTagged: NeedsOf = (call, { ecs }) => {
  const resource = textIn(call.input, 'resourceArn');
  const all = ecs.services().flatMap((each) => [each, ...each.tasks.values()]);
  const found = all.find((each) => each.arn === resource);
  const tagKeys = [...textsIn(call.input, 'tagKeys'), ...listIn(call.input, 'tags').map((tag) => textIn(tag, 'key'))];
  return [
    { action: `ecs:${call.operation}`, resource, keys: { ...tagsOf(found?.tags), values: { 'aws:TagKeys': tagKeys } } },
  ];
};

export const ecs: Operations = {
  ...Object.fromEntries(
    [
      ...['DescribeServices', 'ListTasks', 'DescribeTasks', 'GetTaskProtection', 'DescribeTaskDefinition'],
      ...['ListServices', 'ListContainerInstances', 'DescribeContainerInstances'],
    ].map((action) => [action, onAnything(`ecs:${action}`)]),
  ),
  UpdateService: onService,
  UpdateTaskProtection: onTasks,
  UpdateContainerInstancesState: onContainerInstances,
  TagResource: onTagged,
  UntagResource: onTagged,
};

export const applicationAutoScaling: Operations = {
  DescribeScalableTargets: onAnything('application-autoscaling:DescribeScalableTargets'),
};
