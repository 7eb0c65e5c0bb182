import type { ProviderFormat } from '../../provider-module.ts';
import { waitWarnings } from '../../reports/waits.ts';
import { lifetimeWarnings, rolloutNotes } from '../../rollout/format.ts';
import { ec2Error } from '../reasons.ts';
import { type Ec2Config, schema } from './config.ts';
import { type Ec2Plan, planSchema } from './plan.ts';

export const format = {
  kind: 'ec2',
  schema,
  planSchema,
  earlierConfig,
  warnings: (config, times) => [...waitWarnings(config, times), ...lifetimeWarnings(config, times)],
  notes: ({ rightsize, rollout, maxLifetime, ephemeral }) => [
    ...(rightsize?.mode === 'off' ? [ec2Error('provider.rightsize', 'rightsize-off', {})] : []),
    ...rolloutNotes({ rollout, maxLifetime }),
    ...(ephemeral && maxLifetime !== undefined ? [ec2Error('provider.maxLifetime', 'lifetime-of-one-job', {})] : []),
  ],
} as const satisfies ProviderFormat<Ec2Config, Ec2Plan>;

/** What a policy meant that was accepted before these fields existed. */
function earlierConfig(written: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  const spot = (written['spot'] ?? {}) as Readonly<Record<string, unknown>>;
  const { rightsize } = written as { readonly rightsize?: { readonly mode?: unknown } };
  // Before there were rollouts, right-sizing replaced no workers.
  const isOnlyInitial = written['rollout'] === undefined && rightsize?.mode === 'auto';
  return {
    spread: 'none',
    ...written,
    spot: { rebalance: 'replace', ...spot },
    ...(isOnlyInitial && { rightsize: { ...rightsize, mode: 'initial' } }),
  };
}
