import { groupedBy } from '../../../shared/model/index.ts';
import { AutoScalingError, invalid } from '../errors.ts';
import type { GroupTag } from '../model.ts';
import { groupOf, type State } from '../state.ts';

/** https://docs.aws.amazon.com/autoscaling/ec2/userguide/ec2-auto-scaling-tagging.html#tag_restrictions */
const MOST_TAGS = 50;

export interface TagRequest extends GroupTag {
  readonly group: string | null;
  readonly resourceType: string | null;
}

export function checkTags(tags: readonly GroupTag[]): void {
  for (const { key } of tags) {
    if (key.toLowerCase().startsWith('aws:'))
      throw invalid('Tag keys beginning with aws: are reserved for system use.');
  }
  if (new Set(tags.map(({ key }) => key)).size < tags.length) throw invalid('Duplicate tag keys are not allowed.');
  if (tags.length > MOST_TAGS) throw new AutoScalingError('LimitExceeded', `More than ${MOST_TAGS} tags.`);
}

/** Auto Scaling propagates added tags only to new instances. https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_CreateOrUpdateTags.html */
export function createTags(state: State, requests: readonly TagRequest[]): void {
  for (const [name, tags] of byGroup(requests)) {
    const group = groupOf(state, name);
    const merged = new Map([...group.tags, ...tags.map((tag) => [tag.key, tag] as const)]);
    checkTags([...merged.values()]);
    for (const { key, value, propagate } of tags) group.tags.set(key, { key, value, propagate });
  }
}

/** https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_DeleteTags.html */
export function deleteTags(state: State, requests: readonly TagRequest[]): void {
  for (const [name, tags] of byGroup(requests)) {
    const group = groupOf(state, name);
    for (const { key } of tags) group.tags.delete(key);
  }
}

function byGroup(requests: readonly TagRequest[]): Map<string, TagRequest[]> {
  return groupedBy(requests, ({ group, resourceType }) => {
    if (group === null || resourceType !== 'auto-scaling-group') {
      throw invalid("Tags need a ResourceId and the ResourceType 'auto-scaling-group'.");
    }
    return group;
  });
}
