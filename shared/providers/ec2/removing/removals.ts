import { lazyModule } from '../../../model/index.ts';
import type { CallBudget } from '../../call-budget/index.ts';
import type { ProviderAdapter } from '../../provider-adapter.ts';
import { because } from '../because.ts';
import { terminateCalls } from '../call-rates.ts';
import type { Ec2Config } from '../format/config.ts';
import type { Ec2Plan, Ec2Removal } from '../format/plan.ts';
import type { Resizer, Targets, WarmInstances } from '../ports.ts';

interface Use {
  readonly targets: Targets;
  readonly budget: CallBudget;
  readonly resizer: Resizer;
  readonly warm: WarmInstances;
  /** ms since the epoch. */
  readonly clock: () => number;
}

/** Drains and terminates workers, or parks them in the warm pool. Targets get no new requests from the start of a drain. */
export function removals({
  targets,
  budget,
  resizer,
  warm,
  clock,
}: Use): Pick<
  ProviderAdapter<Ec2Config, Ec2Plan>,
  'admitRemoval' | 'startDraining' | 'cancelDrain' | 'terminate' | 'park'
> {
  return {
    async admitRemoval(count, { urgency, isPreview }) {
      const kind = 'terminate-calls';
      const calls = terminateCalls(count);
      if (calls === 0) return { granted: true, reasons: [], drawn: null };
      const draw = isPreview ? budget.peek : budget.take;
      const granted = await draw.call(budget, kind, calls, urgency, clock());
      if (granted === calls) return { granted: true, reasons: [], drawn: isPreview ? null : { kind, count: calls } };
      if (granted > 0 && !isPreview) await budget.giveBack(kind, granted);
      return { granted: false, reasons: [because['terminate-budget']({})], drawn: null };
    },

    async startDraining({ group, workers: ids, plan }, until) {
      await resizer.markDraining(group, ids, until);
      const { targetGroups } = removalIn(plan);
      if (targetGroups.length > 0) await targets.deregister(targetGroups, ids);
    },

    cancelDrain: (group, ids) => resizer.cancelDrain(group, ids),

    async terminate({ group, workers: ids, plan }, { evenBusy, drained }) {
      const { targetGroups } = removalIn(plan);
      if (!drained && targetGroups.length > 0) await targets.deregister(targetGroups, ids);
      return { gone: await resizer.terminate(group, ids, evenBusy), reasons: [] };
    },

    async park({ group, workers: ids, state, returns, plan }) {
      const { targetGroups } = removalIn(plan as Ec2Plan | null);
      if (returns && targetGroups.length > 0) await targets.deregister(targetGroups, ids);
      const { parked, stopped, errors } = await warm.park(group, ids, { state, returns });
      const { notParked } = await hibernating();
      return { parked, stopped, reasons: errors.map(notParked) };
    },
  };
}

const hibernating = lazyModule(() => import('../warm/hibernation.ts'));

const NO_REMOVAL: Ec2Removal = { targetGroups: [] };
const removalIn = (plan: Ec2Plan | null): Ec2Removal => (plan && 'targetGroups' in plan ? plan : NO_REMOVAL);
