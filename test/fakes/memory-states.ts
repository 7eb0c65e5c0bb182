import type { GroupStates } from '../../shared/evaluation/ports.ts';
import {
  changed,
  emptyState,
  forgotten,
  type GroupState,
  type InterruptionNotice,
  type StateChange,
  type StateError,
  StatesRead,
} from '../../shared/state/index.ts';
import type { MemoryTable } from './memory-table.ts';

export class MemoryStates implements GroupStates {
  readonly #table: MemoryTable;

  constructor(table: MemoryTable) {
    this.#table = table;
  }

  async read(groups: readonly string[]): Promise<StatesRead> {
    await this.#table.calls.enter('states.read');
    return new StatesRead(
      groups.flatMap((group): [string, GroupState | StateError][] => {
        const kept = this.#table.kept.get(group);
        if (kept?.fault) return [[group, kept.fault]];
        return kept?.state ? [[group, structuredClone(kept.state)]] : [];
      }),
    );
  }

  async due(now: number): Promise<string[]> {
    await this.#table.calls.enter('states.due');
    const isDue = (state: GroupState | null) => (state?.schedule.dueAt ?? Number.POSITIVE_INFINITY) <= now;
    return [...this.#table.kept].filter(([, { indexed, state }]) => indexed && isDue(state)).map(([group]) => group);
  }

  async remember(seen: GroupState, now: number, change: StateChange): Promise<boolean> {
    await this.#table.calls.enter('states.remember');
    const kept = this.#table.of(seen.group);
    if (!this.#table.isAsSeen(seen, now)) return false;
    const after = structuredClone(changed(seen, change));
    const touched = Object.keys(change).map((slice) => [slice, after[slice as keyof StateChange]]);
    kept.state = {
      ...(kept.state ?? emptyState(seen.group)),
      ...Object.fromEntries(touched),
      revision: seen.revision + 1,
    };
    return true;
  }

  async notice(group: string, notice: InterruptionNotice): Promise<void> {
    await this.#table.calls.enter('states.notice');
    const { state } = this.#table.of(group);
    if (!state || state.policy.version === null || state.notices.length >= 200) return;
    const notices = [...state.notices, structuredClone(notice)];
    this.#table.setState(group, () => ({
      ...{ ...state, notices, schedule: { dueAt: notice.at }, revision: state.revision + 1 },
    }));
  }

  async finalizeDeletion(seen: GroupState, now: number): Promise<boolean> {
    await this.#table.calls.enter('states.finalizeDeletion');
    const isDeleted = seen.policy.version === null || seen.policy.deleting;
    if (!isDeleted || !this.#table.isAsSeen(seen, now)) return false;
    const kept = this.#table.of(seen.group);
    kept.state = structuredClone({ ...forgotten(seen), revision: seen.revision + 1 });
    kept.indexed = false;
    return true;
  }
}
