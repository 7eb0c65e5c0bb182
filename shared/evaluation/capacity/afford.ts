import { type Plan, withheld, withStage } from '../amended.ts';
import type { Case } from '../case.ts';
import type { EvaluationDependencies } from '../dependencies.ts';
import type { LaunchIntent, RetireIntent } from '../model.ts';
import { liveOf } from '../observation.ts';
import type { BudgetKind, Urgency } from '../ports.ts';
import { because } from '../reasons.ts';
import { cutTo, withinRoom } from './room.ts';

type Afford = Pick<EvaluationDependencies, 'rooms' | 'budget' | 'clock'>;

export interface Afforded extends Plan {
  /** What was drawn from the account's budget, to be given back if the resize does not begin. */
  readonly drawn: { readonly kind: BudgetKind; readonly count: number } | null;
}

/** How urgently a group needs its resize: below its minimum or short of lost workers, short of half, or as usual. */
export function urgencyOf({ decision, observation, policy, seen }: Case): Urgency {
  const live = liveOf(seen);
  const needed = Math.max(decision.desired, observation.desired ?? 0);
  if (live < policy.capacity.min || (decision.direction === 'hold' && live < needed)) return 'repair';
  return live * 2 <= needed ? 'short' : 'usual';
}

/** Cuts a plan down to what the account has room and calls for, before it is written down; says so in its decision. */
export async function afford(plan: Plan, each: Case, dependencies: Afford): Promise<Afforded> {
  const { intent } = plan;
  if (!intent) return { ...plan, drawn: null };
  return intent.kind === 'launch'
    ? affordLaunch(plan, intent, each, dependencies)
    : affordRetirement(plan, intent, each, dependencies);
}

async function affordLaunch(
  plan: Plan,
  wanted: LaunchIntent,
  each: Case,
  { rooms, budget, clock }: Afford,
): Promise<Afforded> {
  if (asked(wanted) === 0) return { ...plan, drawn: null };
  const { intent, reason } = withinRoom(wanted, await rooms.of(wanted.pools));
  const decision = reason && intent ? withStage(plan.decision, 'capacity', reason) : plan.decision;
  if (!intent) {
    return { decision: withheld(decision, reason ?? because['launch-limits']({ limits: [] })), intent, drawn: null };
  }
  if (asked(intent) === 0) return { decision, intent, drawn: null };

  const kind = 'launched-instances';
  const granted = await budget.take(kind, asked(intent), urgencyOf(each), clock());
  const drawn = granted > 0 ? ({ kind, count: granted } as const) : null;
  if (granted === asked(intent)) return { decision, intent, drawn };
  const left = because['launch-budget']({ granted, asked: asked(intent) });
  if (granted === 0 && intent.takeBack.length === 0) return { decision: withheld(decision, left), intent: null, drawn };
  return { decision: withStage(decision, 'capacity', left), intent: cutTo(intent, granted), drawn };
}

/** Victims without a drain are terminated at once; the others draw on the budget when they have drained. */
async function affordRetirement(
  plan: Plan,
  intent: RetireIntent,
  each: Case,
  { budget, clock }: Afford,
): Promise<Afforded> {
  if (intent.drainUntil > each.now) return { ...plan, drawn: null };
  const kind = 'terminate-calls';
  const count = terminateCalls(intent.victims.length);
  const granted = await budget.take(kind, count, 'usual', clock());
  if (granted === count) return { ...plan, drawn: { kind, count } };
  if (granted > 0) await budget.giveBack(kind, granted);
  return { decision: withheld(plan.decision, because['terminate-budget']({})), intent: null, drawn: null };
}

/** EC2 takes at most 1,000 ids a call. */
export const terminateCalls = (victims: number): number => Math.ceil(victims / 1000);

const asked = ({ onDemand, spot }: LaunchIntent): number => onDemand + spot;
