import { lazyModule } from '../../model/index.ts';
import type { Policy } from '../../policy/index.ts';
import { sizingFor } from '../../providers/index.ts';
import type { EvaluationDependencies } from '../dependencies.ts';
import type { Sized } from './apply.ts';

const applying = lazyModule(() => import('./apply.ts'));

/**
 * The policies with the instance types that right-sizing has chosen, in one read. For groups that do not ask for it, nothing
 * is read or loaded.
 */
export async function withSizes(
  policies: ReadonlyMap<string, Policy>,
  dependencies: Pick<EvaluationDependencies, 'sizings' | 'clock' | 'warn'>,
): Promise<Sized> {
  const asking = [...policies.values()].filter(({ provider }) => sizingFor(provider)?.applies);
  const { sizings } = dependencies;
  if (asking.length === 0 || !sizings) return { policies, changes: new Map(), unasked: [] };
  const { applySizes } = await applying();
  return applySizes(policies, asking, { ...dependencies, sizings });
}
