import { invalid } from '../errors.ts';
import type { Group } from '../model.ts';
import { type PageRequest, pageOf } from '../pages.ts';
import type { State } from '../state.ts';

export interface DescribeRequest extends PageRequest {
  readonly names: readonly string[];
  readonly filters: readonly { readonly Name?: string | undefined; readonly Values?: readonly string[] | undefined }[];
}

/**
 * Omits names that do not exist. "By default, you can only specify up to 50 names. You can optionally increase this
 * limit using the MaxRecords property."
 * https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_DescribeAutoScalingGroups.html
 */
export function describeGroups(
  state: State,
  request: DescribeRequest,
): { readonly items: readonly Group[]; readonly nextToken: string | null } {
  const { names, filters } = request;
  if (names.length > (request.MaxRecords ?? 50)) {
    throw invalid(
      `1 validation error detected: Value at 'autoScalingGroupNames' failed to satisfy constraint: Member must have length less than or equal to ${request.MaxRecords ?? 50}`,
    );
  }
  const wanted = new Set(names);
  const tests = filters.map(testOf);
  const found = [...state.groups.values()]
    .filter((group) => wanted.size === 0 || wanted.has(group.name))
    .filter((group) => tests.every((test) => test(group)))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
  return pageOf('groups', found, ({ name }) => name, request, { usual: 50, most: 100 });
}

/** https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_Filter.html */
function testOf({
  Name: name = '',
  Values: values = [],
}: DescribeRequest['filters'][number]): (group: Group) => boolean {
  const tags = (group: Group) => [...group.tags.values()];
  if (name === 'tag-key') return (group) => tags(group).some(({ key }) => values.includes(key));
  if (name === 'tag-value') return (group) => tags(group).some(({ value }) => values.includes(value));
  if (name.startsWith('tag:')) {
    const wanted = name.slice('tag:'.length);
    return (group) => tags(group).some(({ key, value }) => key === wanted && values.includes(value));
  }
  throw invalid(`Filter type ${name} is not correct. Allowed Filter types are: [tag-key, tag-value, tag:<key>]`);
}
