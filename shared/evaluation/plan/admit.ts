import { type Decision, decide } from '../../decision/index.ts';
import type { Reason } from '../../model/index.ts';
import type { Observation } from '../../policy/index.ts';
import type { Drawn } from '../../providers/index.ts';
import type { EvaluationDependencies } from '../dependencies.ts';
import type { Intent, LaunchIntent, RemovalIntent } from '../model.ts';
import type { DecidedContext, LaunchContext } from '../observe/group-context.ts';
import { planOf } from './plan.ts';
import type { Plan } from './planned.ts';
import { urgencyOf } from './urgency.ts';

type Admitting = Pick<EvaluationDependencies, 'providers'>;

/** The final decision, and the resize that carries it out. */
export interface Admitted {
  readonly decision: Decision;
  /** The observation behind the decision, including limits of the account. */
  readonly observation: Observation;
  readonly intent: Intent | null;
  readonly notes: readonly Reason[];
  /** Units that the intent removes without a decision, and that count as a scale-in. */
  readonly scaledIn: number;
  /** The plan was possible, but the account's budget of calls is used up for now: the same evaluation may succeed at once. */
  readonly isOutOfBudget: boolean;
  /** The calls taken from the account's budgets. They are returned if the resize does not start. */
  readonly drawn: Drawn | null;
}

interface Options {
  /** A preview takes nothing from the budgets. */
  readonly isPreview: boolean;
}

/**
 * Plans, asks which part of the plan the account allows now, and decides again with the answer. That decision is final.
 * `token`: the id of the activity.
 */
export async function admitted(
  context: LaunchContext,
  token: string,
  dependencies: Admitting,
  options: Options = { isPreview: false },
): Promise<Admitted> {
  const plan = await planOf(context, token);
  const admission = await admit(plan, context, dependencies, options);
  const { drawn, intent, asked, granted, reasons, notes, scaledIn = 0 } = admission;
  const { decision, observation } = context;
  const result = {
    intent,
    notes,
    scaledIn: intent ? scaledIn : 0,
    isOutOfBudget: plan.intent !== null && intent === null,
    drawn,
  };
  if (granted === asked && reasons.length === 0) return { decision, observation, ...result };
  const limited = { ...observation, admission: { asked, granted, reasons: [...reasons] } };
  return { decision: decide(context.policy, limited), observation: limited, ...result };
}

type WithDrawn = Plan & Pick<Admitted, 'drawn'>;

function admit(plan: Plan, context: LaunchContext, dependencies: Admitting, options: Options): Promise<WithDrawn> {
  const { intent } = plan;
  if (intent?.kind === 'launch' && intent.plan !== null)
    return admitLaunch(plan, intent, context, dependencies, options);
  // Workers without a drain are terminated now. For the others, the budget is used when they have drained.
  if (intent?.kind === 'remove' && intent.drainUntil <= context.now)
    return admitRemoval(plan, intent, dependencies, options);
  return Promise.resolve({ ...plan, drawn: null });
}

async function admitLaunch(
  planned: Plan,
  wanted: LaunchIntent,
  context: DecidedContext,
  { providers }: Admitting,
  { isPreview }: Options,
): Promise<WithDrawn> {
  const request = { urgency: urgencyOf(context), isPreview };
  const { plan, count, reasons, drawn } = await providers.of(wanted.provider).admit(wanted.plan, request);
  // Of the units that were granted before, the rest is taken back from drains.
  const granted = planned.granted - wanted.count + count;
  const intent = { ...wanted, plan, count, deferred: wanted.deferred + wanted.count - count };
  return {
    ...planned,
    granted,
    drawn,
    reasons: [...planned.reasons, ...reasons],
    intent: granted > 0 ? intent : null,
  };
}

async function admitRemoval(
  planned: Plan,
  intent: RemovalIntent,
  { providers }: Admitting,
  { isPreview }: Options,
): Promise<WithDrawn> {
  const request = { urgency: 'usual' as const, isPreview };
  const { granted, reasons, drawn } = await providers.of(intent.provider).admitRemoval(intent.workers.length, request);
  if (granted) return { ...planned, drawn };
  return { ...planned, intent: null, granted: 0, reasons: [...planned.reasons, ...reasons], drawn: null };
}
