import type { Books } from './books.ts';
import { Ec2Error, invalidValue, missing } from './errors.ts';
import { type Filterable, filtered } from './filters.ts';
import { instancesOf, visibleInstances } from './instances.ts';
import { templateOf } from './launch-templates.ts';
import type { Filter, Page, PageRequest, Tag, Tags } from './model.ts';
import { pageOf } from './pages.ts';
import { subnetOf } from './subnets.ts';
import { checkAddition, checkTags, type Removal, removeTags } from './tags.ts';

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateTags.html: up to 1,000 resources. */
const MOST_RESOURCES = 1_000;

/** Adds or overwrites tags. Everything is checked before anything is written. */
export function createTags(books: Books, resources: readonly string[], tags: readonly Tag[]): void {
  if (tags.length === 0) throw missing('Tag');
  checkTags(tags);
  const found = resourcesOf(books, resources);
  for (const present of found) checkAddition(present, tags);
  for (const present of found) for (const { key, value } of tags) present.set(key, value);
}

export function deleteTags(books: Books, resources: readonly string[], removals: readonly Removal[]): void {
  for (const present of resourcesOf(books, resources)) removeTags(present, removals);
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
  books: Books,
  request: { filters: readonly Filter[]; page: PageRequest },
): Page<TagDescription> {
  const tagsOf = (resourceType: string, resources: Iterable<{ id: string; tags: Tags }>): TagDescription[] =>
    [...resources].flatMap(({ id, tags }) =>
      [...tags].map(([key, value]) => ({ resourceId: id, resourceType, key, value })),
    );
  const all = [
    ...tagsOf('instance', visibleInstances(books)),
    ...tagsOf('launch-template', books.templates.values()),
    ...tagsOf('subnet', books.subnets.values()),
  ];
  const passing = filtered(all, request.filters, NAMES, ({ key, value }) => new Map([[key, value]]));
  return pageOf('tags', passing, ({ resourceId, key }) => `${resourceId} ${key}`, request.page);
}

function resourcesOf(books: Books, ids: readonly string[]): Tags[] {
  if (ids.length === 0) throw missing('ResourceId');
  if (ids.length > MOST_RESOURCES) throw invalidValue(`At most ${MOST_RESOURCES} resources can be tagged in one call.`);
  const instances = instancesOf(
    books,
    ids.filter((id) => id.startsWith('i-')),
  );
  const others = ids.filter((id) => !id.startsWith('i-')).map((id) => otherResource(books, id));
  return [...instances, ...others].map(({ tags }) => tags);
}

function otherResource(books: Books, id: string): { tags: Tags } {
  if (id.startsWith('lt-')) return templateOf(books, { id, name: null });
  if (id.startsWith('subnet-')) return subnetOf(books, id);
  throw new Ec2Error('InvalidID', `The ID '${id}' is not valid`);
}
