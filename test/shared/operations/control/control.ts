import type { ControlUse } from '../../../../shared/operations/index.ts';
import { newActivityId } from '../../../../shared/runtime/activity-id.ts';
import { MemoryAudit } from '../../../fakes/table/memory-audit.ts';
import type { Setting } from '../../evaluation/setting.ts';

/** What somebody needs to control the groups of a setting. */
export const controlIn = (
  { dependencies }: Pick<Setting, 'dependencies'>,
  changed: Partial<ControlUse> = {},
): ControlUse => ({
  ...{ states: dependencies.states, policies: dependencies.policies, clock: dependencies.clock },
  ...{ audit: new MemoryAudit(), newId: newActivityId, warn: () => {} },
  ...changed,
});
