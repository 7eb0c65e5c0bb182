import * as z from 'zod';
import type { Parsed } from '../model/index.ts';
import { formatOf } from '../providers/index.ts';
import { SCHEMA_VERSION } from './completed.ts';
import { metrics } from './document/metrics.ts';
import { earlierMaxAgeOf, withAges } from './metrics.ts';
import { type Policy, parseAccepted } from './policy.ts';
import { because, storedFault } from './reasons.ts';

const envelope = z.object({ schemaVersion: z.int().min(1), policy: z.looseObject({}) });

/**
 * The policy that `completedPolicy` was given, whatever the defaults have become since. Throws for one of a newer
 * schema version, and for what is no completed policy.
 */
export function readCompletedPolicy(written: unknown): Parsed<Policy> {
  const read = envelope.safeParse(written);
  if (!read.success) throw storedFault(because['stored-policy-incomplete']({}));
  const { schemaVersion, policy } = read.data;
  if (schemaVersion > SCHEMA_VERSION) {
    throw storedFault(because['stored-policy-newer']({ version: schemaVersion, known: SCHEMA_VERSION }));
  }
  const known = withEarlierProvider(policy);
  // Everything is written, so that nothing is left for a default to fill in.
  return parseAccepted(withEarlierBehavior(schemaVersion === 1 ? withEarlierAges(known) : known));
}

/** A missing provider field keeps the meaning that the policy was accepted with. */
function withEarlierProvider(policy: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  const { provider } = policy;
  if (typeof provider !== 'object' || provider === null || !('kind' in provider)) return policy;
  const earlier = formatOf(String(provider.kind))?.earlierConfig?.({ ...provider });
  return earlier ? { ...policy, provider: earlier } : policy;
}

/** Policies of earlier versions do not contain these fields: their groups keep the behavior that they were accepted with. */
const EARLIER_SCALE_IN = { drainBusy: 'terminate', idle: 'limited', whileBooting: 'proceed' };
const EARLIER_SCALE_OUT = { shortPeaks: 'follow', boot: 'warmup' };

function withEarlierBehavior(policy: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  const behavior = Object(policy['behavior']) as { in?: unknown; out?: unknown };
  const out = { ...EARLIER_SCALE_OUT, ...Object(behavior.out) };
  return { ...policy, behavior: { ...behavior, out, in: { ...EARLIER_SCALE_IN, ...Object(behavior.in) } } };
}

/** Version 1 does not contain the age of metrics: such policies keep the default that they were accepted with. */
function withEarlierAges(policy: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  const parsed = metrics.safeParse(policy['metrics']);
  return parsed.success ? { ...policy, metrics: withAges(parsed.data, earlierMaxAgeOf) } : policy;
}
