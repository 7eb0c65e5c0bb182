import type { GroupStates, KnownWorker, RememberOptions } from '../../../shared/evaluation/ports.ts';
import { isDue } from '../../../shared/names/index.ts';
import {
  changed,
  emptyState,
  forgotten,
  type GroupState,
  type InterruptionNotice,
  type Manual,
  type Rollout,
  type StateChange,
  type StateError,
  StatesRead,
} from '../../../shared/state/index.ts';
import type { MemoryClusters } from './memory-clusters.ts';
import type { MemoryItems } from './memory-items.ts';

export class MemoryStates implements GroupStates {
  readonly #items: MemoryItems;

  readonly #clusters: MemoryClusters;

  constructor(items: MemoryItems, clusters: MemoryClusters) {
    this.#items = items;
    this.#clusters = clusters;
  }

  async read(groups: readonly string[]): Promise<StatesRead> {
    await this.#items.calls.enter('states.read');
    return new StatesRead(
      groups.flatMap((group): [string, GroupState | StateError][] => {
        const kept = this.#items.kept.get(group);
        if (kept?.fault) return [[group, kept.fault]];
        return kept?.state ? [[group, kept.state]] : [];
      }),
    );
  }

  async due(now: number, since: number): Promise<string[]> {
    return [...(await this.#due(now, since)).keys()];
  }

  async dueWithClusters(now: number, since: number): Promise<{ groups: Map<string, number>; clusters: string[] }> {
    return { groups: await this.#due(now, since), clusters: this.#clusters.names() };
  }

  async #due(now: number, since: number): Promise<Map<string, number>> {
    await this.#items.calls.enter('states.due');
    const scheduled = [...this.#items.kept].flatMap(([group, { indexed, state }]): [string, number][] =>
      indexed ? [[group, state?.schedule.dueAt ?? Infinity]] : [],
    );
    return new Map(scheduled.filter(([group, dueAt]) => isDue(group, dueAt, since, now)));
  }

  async remember(
    seen: GroupState,
    now: number,
    change: StateChange,
    { keepsRevision = false, tunedAt = {} }: RememberOptions = {},
  ): Promise<boolean> {
    await this.#items.calls.enter('states.remember');
    const kept = this.#items.of(seen.group);
    if (!this.#items.isAsSeen(seen, now)) return false;
    const { tuned } = (kept.state ?? emptyState(seen.group)).decision;
    if (Object.entries(tunedAt).some(([rule, at]) => (tuned[rule]?.at ?? null) !== at)) return false;
    const after = changed(seen, change);
    const touched = Object.keys(change).map((slice) => [slice, after[slice as keyof StateChange]]);
    kept.state = {
      ...(kept.state ?? emptyState(seen.group)),
      ...Object.fromEntries(touched),
      revision: seen.revision + (keepsRevision ? 0 : 1),
    };
    return true;
  }

  async notice(group: string, notice: InterruptionNotice): Promise<void> {
    await this.#items.calls.enter('states.notice');
    const { state } = this.#items.of(group);
    if (!state || state.policy.version === null || state.notices.length >= 200) return;
    const notices = [...state.notices, notice];
    this.#items.setState(group, () => ({
      ...{ ...state, notices, schedule: { dueAt: notice.at }, revision: state.revision + 1 },
    }));
  }

  async setManual(seen: GroupState, manual: Manual, now: number): Promise<boolean> {
    await this.#items.calls.enter('states.setManual');
    return this.#setByHand(seen, { manual, schedule: { dueAt: now } });
  }

  async setRollout(seen: GroupState, rollout: Rollout | null, now: number): Promise<boolean> {
    await this.#items.calls.enter('states.setRollout');
    return this.#setByHand(seen, { rollout, schedule: { dueAt: now } });
  }

  #setByHand(seen: GroupState, slices: Partial<GroupState>): boolean {
    const state = this.#items.kept.get(seen.group)?.state ?? emptyState(seen.group);
    if (state.revision !== seen.revision) return false;
    this.#items.setState(seen.group, () => ({ ...state, ...slices, revision: state.revision + 1 }));
    return true;
  }

  async failed(group: string, dueAt: number): Promise<number> {
    await this.#items.calls.enter('states.failed');
    const kept = this.#items.kept.get(group);
    if (!kept?.state || kept.state.schedule.dueAt === null) return 0;
    kept.state = { ...kept.state, failures: kept.state.failures + 1, schedule: { dueAt } };
    return kept.state.failures;
  }

  readonly #workers = new Map<string, KnownWorker>();

  async noteWorkers(group: string, ids: readonly string[], _now: number): Promise<void> {
    await this.#items.calls.enter('states.noteWorkers');
    for (const id of ids) this.#workers.set(id, { group });
  }

  async knownWorker(id: string): Promise<KnownWorker | null> {
    await this.#items.calls.enter('states.knownWorker');
    return this.#workers.get(id) ?? null;
  }

  async published(group: string, entries: readonly string[]): Promise<void> {
    await this.#items.calls.enter('states.published');
    const kept = this.#items.kept.get(group);
    const removed = Object.fromEntries(entries.map((key) => [key, null]));
    if (kept?.state) kept.state = changed(kept.state, { outbox: removed });
  }

  async recovered(group: string): Promise<void> {
    await this.#items.calls.enter('states.recovered');
    const kept = this.#items.kept.get(group);
    if (kept?.state) kept.state = { ...kept.state, failures: 0 };
  }

  async finalizeDeletion(seen: GroupState, now: number): Promise<boolean> {
    await this.#items.calls.enter('states.finalizeDeletion');
    const isDeleted = seen.policy.version === null || seen.policy.deleting;
    if (!isDeleted || !this.#items.isAsSeen(seen, now)) return false;
    const kept = this.#items.of(seen.group);
    kept.state = { ...forgotten(seen), revision: seen.revision + 1 };
    kept.indexed = false;
    return true;
  }
}
