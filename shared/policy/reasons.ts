import {
  counted,
  define,
  errorsOf,
  figure,
  inSeries,
  makers,
  meantText,
  reasonedErrors,
  workersText,
} from '../model/index.ts';

/** Errors between the parts of a policy document, of a policy that is to run a group, and of an observation. */
export const reasons = {
  'name-taken': define<{ name: string }>(
    'Two rules have the same name.',
    ({ name }) => `is taken by another rule: ${name}`,
  ),
  'unknown-metric': define<{ metric: string; close?: string }>(
    'A rule or a formula reads a metric that `metrics` does not define. `close`: the one that was probably meant.',
    ({ metric, close }) => `reads ${metric}, which is not defined in metrics${meantText(close)}`,
  ),
  'source-expected': define<{ written: readonly string[]; kinds: readonly string[] }>(
    'A metric has several fields, and none of them is a source. `kinds`: the sources; `written`: the unknown fields.',
    ({ kinds }) =>
      `must have one of the sources ${inSeries(kinds, 'or')} as a field, and the fields of the source in it, such as "${kinds[0]}: { … }"`,
  ),
  'formula-of-formula': define<{ metric: string }>(
    'A formula reads another formula.',
    ({ metric }) => `reads ${metric}, which is itself a formula`,
  ),
  'cluster-required': define<{ reads: string }>(
    'A policy reads figures of a cluster, or states the budget of a cluster, but has no `cluster`.',
    ({ reads }) => `needs the field cluster, for ${reads}. Write the name of the cluster there`,
  ),
  'cluster-cycle': define<{ figure: string; tier: string }>(
    'A formula of tier `application` reads figures of the cluster. These figures come from groups that are decided earlier, which only the tiers `worker` and `platform` have.',
    ({ figure, tier }) =>
      `reads ${figure}, which comes from groups that are decided earlier. No group is decided before tier ${tier}. Write tier: worker or tier: platform, or use a metric of the group`,
  ),
  'unknown-cluster-figure': define<{ figure: string; figures: readonly string[]; close: string | null }>(
    'A formula reads a figure of the cluster that does not exist. `close`: what was probably meant.',
    ({ figure, figures, close }) =>
      `reads ${figure}, which does not exist: a cluster has ${figures.join(', ')}${meantText(close)}`,
  ),
  'provider-required': define<Record<never, never>>(
    'A policy that runs a group needs a provider.',
    () => 'is required: it defines what Headcount resizes',
  ),
  'budget-without-prices': define<{ provider: string }>(
    'The policy has a budget, but Headcount does not know what the workers of its provider cost.',
    ({ provider }) =>
      `cannot be checked, because Headcount knows no prices for the provider ${provider}. Remove the budget, and limit the group with capacity.max`,
  ),
  'budget-below-min': define<{ usd: number; min: number; price: number; atLeast: number; inUnits?: true }>(
    'What `capacity.min` keeps costs more than the budget, even at the lowest price of the instance types. `inUnits`: amounts are units of capacity.',
    ({ min, price, atLeast, inUnits }) =>
      `must be at least ${figure(atLeast)}: capacity.min keeps ${inUnits ? `${counted(min, 'unit')} of capacity` : workersText(min)}, which cost $${figure(price)} per hour each or more`,
  ),
  'warm-above-max': define<{ size: number; max: number; inUnits?: number }>(
    'The warm pool would have more members than the group can ever start. `inUnits`: how many workers hold `max` units of capacity; without it, `max` counts workers.',
    ({ size, max, inUnits }) =>
      `is ${size}, but the group never has more than ${inUnits === undefined ? workersText(max) : `${counted(max, 'unit')} of capacity, which ${workersText(inUnits)} hold`} (capacity.max), so the others would never be started. Lower it, or raise capacity.max`,
  ),
  'metric-of-group': define<{ metric: string }>(
    'The rule needs a value of each worker, and the metric has one value for the group.',
    ({ metric }) =>
      `needs a value of each worker, but ${metric} has one value for the whole group. Use a source that has a value of each worker`,
  ),
  'metric-of-workers': define<{ metric: string }>(
    'The rule or formula needs one value for the group, and the metric has a value of each worker.',
    ({ metric }) =>
      `needs one value for the group, but ${metric} has a value of each worker. Use a target or workers rule, or define a metric of the group`,
  ),
  'invalid-workers': define<Record<never, never>>(
    'The workers of an observation are neither a list nor counts.',
    () => 'must be a list of workers, or counts by state',
  ),
  'past-too-short': define<{ why: string }>('The rule needs a longer history than the source keeps.', ({ why }) => why),
  'past-not-recorded': define<{ metric: string; behind: string; instead: string | null }>(
    'The rule learns from the history of a metric whose source records none.',
    ({ metric, behind, instead }) =>
      `learns from the history of ${metric}${behind === metric ? ', which' : `, which reads ${behind}, whose history`} is not recorded: use a CloudWatch metric${instead === null ? '' : `, ${instead}`}`,
  ),
};
/** Why a stored policy cannot be read; `policy-unusable` names the policy. */
export const storedReasons = {
  'stored-policy-incomplete': define<Record<never, never>>(
    'A stored policy has no schema version or no policy.',
    () => 'it has no schema version or no policy. Apply the policy again',
  ),
  'stored-policy-newer': define<{ version: number; known: number }>(
    'A stored policy was written by a newer version of Headcount.',
    ({ version, known }) =>
      `it has schema version ${version}, and this version of Headcount reads up to ${known}. Update Headcount`,
  ),
};
export const policyError = errorsOf(reasons);
export const because = makers(storedReasons);
export const storedFault = reasonedErrors(storedReasons);
