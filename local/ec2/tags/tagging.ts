import { Ec2Error, invalidValue, missing } from '../errors.ts';
import { type Filterable, filtered } from '../filters.ts';
import { instancesOf, visibleInstances } from '../instances/instances.ts';
import { subnetOf } from '../instances/subnets.ts';
import { templateOf } from '../launching/launch-templates.ts';
import type { Filter, Page, PageRequest, Tag, Tags } from '../model.ts';
import { pageOf } from '../pages.ts';
import { type Ec2State, hasTags } from '../state.ts';
import { checkAddition, checkTags, type Removal, removeTags } from './tags.ts';

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateTags.html: up to 1,000 resources. */
const MOST_RESOURCES = 1_000;

/** Adds or overwrites tags. Writes nothing if one tag or resource is invalid. */
export function createTags(ec2State: Ec2State, resources: readonly string[], tags: readonly Tag[]): void {
  if (tags.length === 0) throw missing('Tag');
  checkTags(tags);
  const found = resourcesOf(ec2State, resources);
  for (const present of found) checkAddition(present, tags);
  for (const present of found) for (const { key, value } of tags) present.set(key, value);
}

export function deleteTags(ec2State: Ec2State, resources: readonly string[], removals: readonly Removal[]): void {
  for (const present of resourcesOf(ec2State, resources)) removeTags(present, removals);
}

export interface TagDescription extends Tag {
  readonly resourceId: string;
  readonly resourceType: string;
}

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeTags.html */
const NAMES: Filterable<TagDescription> = {
  key: ({ key }) => [key],
  value: ({ value }) => [value],
  'resource-id': ({ resourceId }) => [resourceId],
  'resource-type': ({ resourceType }) => [resourceType],
};

export function describeTags(
  ec2State: Ec2State,
  request: { filters: readonly Filter[]; page: PageRequest },
): Page<TagDescription> {
  const tagsOf = (resourceType: string, resources: Iterable<{ id: string; tags: Tags }>): TagDescription[] =>
    [...resources].flatMap(({ id, tags }) =>
      [...tags].map(([key, value]) => ({ resourceId: id, resourceType, key, value })),
    );
  const all = [
    ...tagsOf(
      'instance',
      visibleInstances(ec2State).filter((instance) => hasTags(ec2State, instance)),
    ),
    ...tagsOf('launch-template', ec2State.templates.values()),
    ...tagsOf('subnet', ec2State.subnets.values()),
  ];
  const passing = filtered(all, request.filters, NAMES, ({ key, value }) => new Map([[key, value]]));
  return pageOf('tags', passing, ({ resourceId, key }) => `${resourceId} ${key}`, request.page);
}

function resourcesOf(ec2State: Ec2State, ids: readonly string[]): Tags[] {
  if (ids.length === 0) throw missing('ResourceId');
  if (ids.length > MOST_RESOURCES) throw invalidValue(`At most ${MOST_RESOURCES} resources can be tagged in one call.`);
  const instances = instancesOf(
    ec2State,
    ids.filter((id) => id.startsWith('i-')),
  );
  const others = ids.filter((id) => !id.startsWith('i-')).map((id) => otherResource(ec2State, id));
  return [...instances, ...others].map(({ tags }) => tags);
}

function otherResource(ec2State: Ec2State, id: string): { tags: Tags } {
  if (id.startsWith('lt-')) return templateOf(ec2State, { id, name: null });
  if (id.startsWith('subnet-')) return subnetOf(ec2State, id);
  throw new Ec2Error('InvalidID', `The ID '${id}' is not valid`);
}
