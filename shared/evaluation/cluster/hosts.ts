import type { Host } from '../../providers/index.ts';
import type { EvaluationDependencies } from '../dependencies.ts';
import type { WorkersContext } from '../observe/group-context.ts';
import type { Cluster } from '../observe/known.ts';
import type { Observed } from '../observe/observe.ts';
import type { EvaluationReport } from '../report.ts';
import { describedIn } from './places.ts';

type Contexts = ReadonlyMap<string, WorkersContext>;
type Reports = ReadonlyMap<string, EvaluationReport>;
type Use = Pick<EvaluationDependencies, 'providers' | 'clusters' | 'warn'>;

/**
 * Places no more workers on machines that drain, and again on those that no longer do. Which machines Headcount has closed is
 * on record, so one that others have closed stays closed, and one that could not be opened is opened later.
 */
export async function keepHosts(
  observed: Observed,
  contexts: Contexts,
  reports: readonly EvaluationReport[],
  dependencies: Use,
): Promise<void> {
  const byGroup = new Map(reports.map((report) => [report.group, report]));
  for (const [name, cluster] of observed.clusters) {
    await keepHostsOf(name, cluster, observed, drainsOf(cluster, contexts, byGroup), dependencies);
  }
}

async function keepHostsOf(
  name: string,
  { groups, closed }: Cluster,
  { policies, descriptions }: Observed,
  { draining, staying }: Drains,
  { providers, clusters, warn }: Use,
): Promise<void> {
  const seen = new Set<string>();
  const open: string[] = [];
  for (const group of groups) {
    const provider = policies.get(group)?.provider;
    const hosts = describedIn(descriptions, group)?.placement?.hosts ?? [];
    // Other groups may run on the same machines.
    const fresh = hosts.filter(({ id }) => !seen.has(id));
    for (const { id } of fresh) seen.add(id);
    if (!provider || fresh.length === 0) continue;
    const adapter = providers.of(provider.kind);
    const set = async (some: readonly Host[], isOpen: boolean) => {
      const references = some.map(({ reference }) => reference);
      if (references.length > 0) await adapter.setOpen?.(references, isOpen);
    };
    const toClose = fresh.filter(({ id, isOpen }) => isOpen && draining.has(id));
    const again = fresh.filter(({ id }) => closed.has(id) && staying.has(id));
    const toOpen = again.filter(({ isClosed }) => isClosed);
    try {
      if (toClose.length > 0) await clusters?.closing(name, idsOf(toClose));
      await set(toClose, false);
      await set(toOpen, true);
      open.push(...idsOf(again));
    } catch (error) {
      warn?.(`hosts of ${group}`, error);
    }
  }
  const isWhole = groups.every((group) => describedIn(descriptions, group)?.placement !== null);
  const gone = seen.size > 0 && isWhole ? [...closed].filter((id) => !seen.has(id)) : [];
  const forgotten = [...open, ...gone];
  if (forgotten.length > 0)
    await clusters?.forgetClosed(name, forgotten).catch((error: unknown) => warn?.(`closed hosts of ${name}`, error));
}

const idsOf = (hosts: readonly Host[]): string[] => hosts.map(({ id }) => id);

/** The workers of a cluster that drain after this pass, and those that do not. */
interface Drains {
  readonly draining: ReadonlySet<string>;
  readonly staying: ReadonlySet<string>;
}

function drainsOf({ groups }: Cluster, contexts: Contexts, reports: Reports): Drains {
  const draining = new Set<string>();
  const staying = new Set<string>();
  for (const group of groups) {
    const [context, report] = [contexts.get(group), reports.get(group)];
    if (!context) continue;
    const { intent, result } = report ?? {};
    const own = new Set(context.state.drains.flatMap(({ workers }) => workers));
    for (const id of intent?.kind === 'remove' ? intent.workers : []) own.add(id);
    for (const id of intent?.kind === 'launch' ? intent.cancelDrain : []) own.delete(id);
    for (const id of own) draining.add(id);
    // Another evaluation may have begun to drain others.
    if (result === 'lost' || result === 'failed') continue;
    for (const { id } of context.description.workers) if (!own.has(id)) staying.add(id);
  }
  return { draining, staying };
}
