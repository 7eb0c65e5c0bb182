import type { Host } from '../../providers/index.ts';
import type { EvaluationDependencies } from '../dependencies.ts';
import type { GroupContext } from '../observe/context.ts';
import type { Observed } from '../observe/observe.ts';
import type { EvaluationReport } from '../report.ts';
import { describedIn } from './described.ts';

/**
 * Places no more workers on machines that drain, and again on those whose drain was canceled, or has ended although they
 * stay. A machine that still accepts work although it drains, because that failed the last time, is closed now.
 */
export async function keepHosts(
  observed: Observed,
  contexts: ReadonlyMap<string, GroupContext>,
  reports: readonly EvaluationReport[],
  { providers, warn }: Pick<EvaluationDependencies, 'providers' | 'warn'>,
): Promise<void> {
  const intents = new Map(reports.map(({ group, intent }) => [group, intent]));
  for (const groups of observed.clusters.values()) {
    const draining = new Set<string>();
    const back = new Set<string>();
    const stay = new Set<string>();
    for (const group of groups) {
      const intent = intents.get(group);
      const canceled = intent?.kind === 'launch' ? intent.cancelDrain : [];
      for (const id of canceled) back.add(id);
      const { state, now = 0 } = contexts.get(group) ?? {};
      for (const { id, until } of state?.provider.terminationSkipped ?? []) if (until > now) stay.add(id);
      const drains = state?.drains.flatMap(({ workers }) => workers) ?? [];
      for (const id of [...drains, ...(intent?.kind === 'remove' ? intent.workers : [])]) draining.add(id);
    }
    for (const group of groups) {
      const provider = observed.policies.get(group)?.provider;
      const description = describedIn(observed.descriptions, group);
      if (!provider || !description) continue;
      const hosts = description.placement?.hosts ?? [];
      const toClose = hosts.filter(({ id, isOpen }) => isOpen && draining.has(id) && !back.has(id));
      const toOpen = hosts.filter(({ id, isOpen }) => back.has(id) || (stay.has(id) && !isOpen && !draining.has(id)));
      const adapter = providers.of(provider.kind);
      const set = async (some: readonly Host[], isOpen: boolean) => {
        if (some.length === 0) return;
        const references = some.map(({ reference }) => reference);
        await adapter.setOpen?.(references, isOpen).catch((error: unknown) => warn?.(`hosts of ${group}`, error));
      };
      await set(toClose, false);
      await set(toOpen, true);
      // Other groups on the same machines have nothing left to do.
      for (const { id } of toClose) draining.delete(id);
      for (const { id } of toOpen) {
        back.delete(id);
        stay.delete(id);
      }
    }
  }
}
