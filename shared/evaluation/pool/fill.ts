import { isPausedIn } from '../../decision/index.ts';
import type { Reason } from '../../model/index.ts';
import { type Drawn, lightestFor, moduleFor } from '../../providers/index.ts';
import { because } from '../because.ts';
import type { EvaluationDependencies } from '../dependencies.ts';
import type { LaunchContext } from '../observe/group-context.ts';
import { isWaiting } from '../plan/launch-backoff.ts';
import { affordable } from './affordable.ts';

interface Fill {
  readonly plan: unknown;
  /** Members; the plan is in units of capacity. */
  readonly count: number;
  readonly notes: readonly Reason[];
  readonly drawn: Drawn | null;
}

export const NO_FILL: Fill = { plan: null, count: 0, notes: [], drawn: null };

/** New members: as many as are missing, unless launches back off or the budget pays for no more. */
export async function fillOf(
  context: LaunchContext,
  missing: number,
  token: string,
  { providers }: Pick<EvaluationDependencies, 'providers'>,
): Promise<Fill> {
  const { policy, state, members, description, paused, now } = context;
  const { provider } = policy;
  if (!provider || isPausedIn(paused, 'out')) return NO_FILL;
  if (isWaiting(state.provider.launchBackoff, now) || (state.pool.backoff?.until ?? 0) > now) return NO_FILL;
  const paid = affordable(context, missing);
  if (paid === 0) return { ...NO_FILL, notes: [because['pool-over-budget']({ missing })] };
  const weight = lightestFor(provider);
  const planned = moduleFor(provider).planToAdd(provider, {
    count: paid * weight,
    token,
    workers: members,
    launching: [],
    now,
    facts: description.facts,
    unavailable: await context.unavailable(),
    forPool: true,
  });
  if (planned.plan === null) return { ...NO_FILL, notes: planned.reasons };
  const request = { urgency: 'usual' as const, isPreview: false };
  const { plan, count, reasons, drawn } = await providers.of(provider.kind).admit(planned.plan, request);
  return { plan, count: Math.ceil(count / weight), notes: reasons, drawn };
}
