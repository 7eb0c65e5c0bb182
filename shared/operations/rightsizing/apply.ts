import { type Actor, rendererOf, userErrors } from '../../model/index.ts';
import { type PolicyDocument, parseDeployable } from '../../policy/index.ts';
import { HOUR_MS } from '../../prices/index.ts';
import { weightsFor } from '../../providers/index.ts';
import { reasons as verdicts } from '../../rightsize/index.ts';
import { type ChangeUse, putPolicy } from '../versions/change.ts';
import { rightsizingReasons } from './reasons.ts';
import type { Rightsizing } from './rightsize.ts';

/** Launches follow what was measured only after a whole week: a weekend says little about a Monday. */
export const LEAST_SPAN_MS = 7 * 24 * HOUR_MS;
const errors = userErrors(rightsizingReasons, rendererOf([verdicts]));

export interface AppliedSizes {
  /** `unchanged`: the policy names these types already, and nothing was written. */
  readonly result: 'written' | 'unchanged';
  readonly from: readonly string[];
  readonly to: readonly string[];
  readonly document: PolicyDocument;
}

/**
 * Writes the policy that is active, with the types that were recommended. Throws without enough evidence, and if somebody
 * has changed the policy since it was measured. `version`: the one that was active then.
 */
export async function applyRightsizing(
  found: Rightsizing,
  { actor, version }: { readonly actor: Actor; readonly version: number },
  use: ChangeUse,
): Promise<AppliedSizes> {
  const { group, recommendation } = found;
  const { launches: to, type, verdict } = recommendation;
  if (type === null || to.length === 0)
    throw errors['rightsize-nothing-to-apply']({ group, verdict: verdict.code, why: verdict });
  const days = Math.floor((spanOf(found) / (24 * HOUR_MS)) * 10) / 10;
  if (spanOf(found) < LEAST_SPAN_MS) throw errors['rightsize-too-early']({ group, days });
  const item = await use.records.item(group);
  const written = { ...(item?.document as object), group } as PolicyDocument;
  const parsed = parseDeployable(written);
  const provider = written.provider as { readonly instanceTypes?: readonly unknown[] } | undefined;
  const isWeighted = parsed.ok && weightsFor(parsed.value.provider) !== null;
  if (!parsed.ok || provider?.instanceTypes === undefined || isWeighted) throw errors['rightsize-no-types']({ group });
  const from = provider.instanceTypes.map((each) => (typeof each === 'string' ? each : String(Object(each).type)));
  const document = { ...written, provider: { ...provider, instanceTypes: [...to] } } as PolicyDocument;
  if (from.join() === to.join()) return { result: 'unchanged', from, to, document };
  await putPolicy({ document, actor, ifVersion: version }, use);
  return { result: 'written', from, to, document };
}

/** From the first measured hour to the last. */
export function spanOf({ workers }: Pick<Rightsizing, 'workers'>): number {
  let [first, last] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const { cpu } of workers) {
    for (const { at } of cpu) [first, last] = [Math.min(first, at), Math.max(last, at + HOUR_MS)];
  }
  return Math.max(0, last - first);
}
