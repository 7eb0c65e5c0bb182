import type { PolicyItems } from '../../../shared/aws/dynamodb/policies/policy-items.ts';
import { CDK_AUTHOR_PREFIX, POLICY_ITEM_EXTRAS } from '../../../shared/names/names.ts';
import { copyOf } from '../copy.ts';
import type { MemoryItems } from './memory-items.ts';

export const memoryPolicyItems = (items: MemoryItems): PolicyItems => ({
  async put(group, item) {
    items.of(group).document = copyOf(item);
  },
  async remove(group, by) {
    const kept = items.of(group);
    const author = String(kept.document?.[POLICY_ITEM_EXTRAS.by] ?? '');
    if (author === by || !author.startsWith(CDK_AUTHOR_PREFIX)) kept.document = null;
  },
});
