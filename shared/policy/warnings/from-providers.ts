import { formatOf } from '../../providers/index.ts';
import type { WarningCheck } from './warning-check.ts';

/** What the kind of the provider warns of. */
export const fromProviders: WarningCheck = ({ provider, evaluateEvery, warmup }) =>
  (provider && formatOf(provider.kind)?.warnings?.(provider, { evaluateEvery, warmup })) ?? [];
