import { define, errorsOf } from '../model/index.ts';

/** What may be wrong between the parts of a policy document, or with a policy that is to run a group. */
export const reasons = {
  'name-taken': define<{ name: string }>('Two rules have one name.', ({ name }) => `is taken by another rule: ${name}`),
  'unknown-metric': define<{ metric: string }>(
    'A rule or a formula reads a metric that `metrics` does not define.',
    ({ metric }) => `reads ${metric}, which metrics does not define`,
  ),
  'formula-of-formula': define<{ metric: string }>(
    'A formula reads another formula.',
    ({ metric }) => `reads ${metric}, itself a formula`,
  ),
  'min-above-max': define<{ max: number }>(
    'The minimum is above the maximum.',
    ({ max }) => `must not be above max, ${max}`,
  ),
  'provider-required': define<Record<never, never>>(
    'A policy that runs a group needs a provider.',
    () => 'is required: it says what is resized',
  ),
  'rule-not-deployable': define<{ why: string }>('No deployed policy may have such a rule yet.', ({ why }) => why),
  'metric-not-deployable': define<{ metric: string; why: string }>(
    'No rule of a deployed policy may read such a metric yet.',
    ({ metric, why }) => `reads ${metric}: ${why}`,
  ),
  'past-too-short': define<{ why: string }>('The source keeps its datapoints for less long.', ({ why }) => why),
  'past-not-recorded': define<{ metric: string; behind: string; instead: string | null }>(
    'The rule learns from the past of a metric whose source keeps none.',
    ({ metric, behind, instead }) =>
      `learns from the past of ${metric}, ${behind === metric ? 'which' : `and that of ${behind}`} is not recorded: use a CloudWatch metric${instead === null ? '' : `, ${instead}`}`,
  ),
};
export const policyError = errorsOf(reasons);
