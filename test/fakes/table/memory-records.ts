import { randomUUID } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import { policyAttributes, policyItemOf } from '../../../shared/aws/dynamodb/policies/policy-item.ts';
import { keyOf } from '../../../shared/aws/dynamodb/table.ts';
import { adding } from '../../../shared/evaluation/index.ts';
import type { Activity } from '../../../shared/evaluation/model.ts';
import type {
  AcceptedDocument,
  AcceptedVersion,
  PolicyChangeMade,
  PolicyItem,
  PolicyRecords,
  PolicyStatus,
  StoredVersion,
  Target,
} from '../../../shared/evaluation/ports.ts';
import { SORT } from '../../../shared/names/names.ts';
import type { PolicyDocument, ValidationError } from '../../../shared/policy/index.ts';
import { changed, emptyState, forgotten, type GroupState, type Outbox } from '../../../shared/state/index.ts';
import { copyOf, frozenCopyOf } from '../copy.ts';
import type { MemoryItems } from './memory-items.ts';

/** Policies, their versions and the activities: what the table keeps beside the states. */
export class MemoryRecords implements PolicyRecords {
  readonly #items: MemoryItems;
  readonly #owners = new Map<string, string>();

  constructor(items: MemoryItems) {
    this.#items = items;
  }

  async accepted(wanted: readonly { group: string; version: number }[]): Promise<Map<string, AcceptedDocument>> {
    await this.#items.calls.enter('policies.read');
    const found = new Map<string, AcceptedDocument>();
    for (const { group, version } of wanted) {
      const accepted = this.#items.kept.get(group)?.versions.get(version);
      if (!accepted) continue;
      const { document, completed = null } = accepted;
      found.set(group, { document, completed });
    }
    return found;
  }

  async status(group: string): Promise<PolicyStatus> {
    await this.#items.calls.enter('records.status');
    const kept = this.#items.kept.get(group);
    const newest = kept?.versions.get(Math.max(...kept.versions.keys())) ?? null;
    const { version, errors, deleting } = this.#state(group).policy;
    return copyOf({ newest, inForce: version, errors, deleting });
  }

  async accept(accepted: AcceptedVersion, news: Outbox = {}): Promise<boolean> {
    await this.#items.calls.enter('records.accept');
    const { group, version, at } = accepted;
    const kept = this.#items.of(group);
    const { policy } = this.#state(group);
    if (kept.versions.has(version) || (policy.version !== null && policy.version >= version)) return false;
    kept.versions.set(version, frozenCopyOf(accepted));
    this.#putInForce(group, version, at, news);
    return true;
  }

  async reinstate(group: string, version: number, now: number, news: Outbox = {}): Promise<void> {
    await this.#items.calls.enter('records.reinstate');
    this.#putInForce(group, version, now, news);
  }

  #state = (group: string): GroupState => this.#items.kept.get(group)?.state ?? emptyState(group);

  #putInForce(group: string, version: number, now: number, news: Outbox): void {
    const kept = this.#items.of(group);
    const state = this.#state(group);
    const change = {
      policy: { version, errors: [], deleting: false },
      provider: { launchBackoff: null },
      schedule: { dueAt: now },
      outbox: adding(state.outbox, news),
    };
    kept.state = { ...changed(state, change), revision: state.revision + 1 };
    kept.indexed = true;
  }

  async refuse(group: string, errors: readonly ValidationError[], news: Outbox = {}): Promise<void> {
    await this.#items.calls.enter('records.refuse');
    const before = this.#state(group);
    const state = changed(before, { policy: { errors }, outbox: adding(before.outbox, news) });
    const revision = state.revision + (Object.keys(news).length > 0 ? 1 : 0);
    this.#items.of(group).state = { ...state, revision };
  }

  async policyDeleted(group: string, now: number, drain = false): Promise<void> {
    await this.#items.calls.enter('records.policyDeleted');
    const kept = this.#items.of(group);
    const { state } = kept;
    if (!state) return;
    if (state.policy.version === null) kept.state = changed(state, { policy: { errors: [] } });
    else {
      const { manual, rollout } = forgotten(state);
      const deleting = changed(state, { policy: { deleting: true, errors: [] } });
      const left = drain ? { ...deleting, manual, rollout } : forgotten(state);
      kept.state = { ...left, schedule: { dueAt: now }, revision: state.revision + 1 };
    }
  }

  async put(document: PolicyDocument, change: PolicyChangeMade, seen?: PolicyItem | null): Promise<boolean> {
    await this.#items.calls.enter('records.put');
    if (seen !== undefined && !this.#isUnchanged(document.group, seen)) return false;
    this.#items.of(document.group).document = copyOf(policyAttributes(document, change, randomUUID()));
    return true;
  }

  async remove(group: string, seen: PolicyItem): Promise<boolean> {
    await this.#items.calls.enter('records.remove');
    if (!this.#isUnchanged(group, seen)) return false;
    this.#items.of(group).document = null;
    return true;
  }

  #isUnchanged(group: string, seen: PolicyItem | null): boolean {
    return isDeepStrictEqual(this.#itemNow(group), seen);
  }

  async item(group: string): Promise<PolicyItem | null> {
    await this.#items.calls.enter('records.item');
    return this.#itemNow(group);
  }

  #itemNow(group: string): PolicyItem | null {
    const item = this.#items.kept.get(group)?.document;
    return item ? policyItemOf({ ...copyOf(item), ...keyOf(group, SORT.policy) }) : null;
  }

  async versions(group: string, limit: number, before = Number.POSITIVE_INFINITY): Promise<StoredVersion[]> {
    await this.#items.calls.enter('versions.list');
    const versions = [...(this.#items.kept.get(group)?.versions.values() ?? [])];
    const older = versions.filter(({ version }) => version < before);
    return older.sort((one, other) => other.version - one.version).slice(0, limit);
  }

  async version(group: string, version: number): Promise<StoredVersion | null> {
    await this.#items.calls.enter('versions.read');
    return this.#items.kept.get(group)?.versions.get(version) ?? null;
  }

  async groups(): Promise<string[]> {
    await this.#items.calls.enter('records.groups');
    return [...this.#items.kept]
      .filter(([, { document }]) => document !== null)
      .map(([group]) => group)
      .sort();
  }

  async targetOwner({ kind, target }: Target): Promise<string | null> {
    await this.#items.calls.enter('records.targetOwner');
    return this.#owners.get(`${kind} ${target}`) ?? null;
  }

  async claimTarget({ kind, target }: Target, group: string, instead: string | null): Promise<string> {
    await this.#items.calls.enter('records.claimTarget');
    const owner = this.#owners.get(`${kind} ${target}`);
    if (owner !== undefined && owner !== group && owner !== instead) return owner;
    this.#owners.set(`${kind} ${target}`, group);
    return group;
  }

  async activities(group: string, limit: number, before?: string): Promise<Activity[]> {
    await this.#items.calls.enter('activities.list');
    const all = [...(this.#items.kept.get(group)?.activities.values() ?? [])];
    const older = before === undefined ? all : all.filter(({ id }) => id < before);
    return older.sort((one, other) => (one.id < other.id ? 1 : -1)).slice(0, limit);
  }

  async activity(group: string, id: string): Promise<Activity | null> {
    await this.#items.calls.enter('activities.read');
    return this.#items.kept.get(group)?.activities.get(id) ?? null;
  }
}
