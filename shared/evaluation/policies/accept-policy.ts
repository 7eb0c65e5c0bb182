import { isDeepStrictEqual } from 'node:util';
import { changeAuthor, changeMark } from '../../model/index.ts';
import { completedPolicy, type Policy, parseDeployable, type ValidationError } from '../../policy/index.ts';
import { acceptedNews, refusedNews } from '../events/policy-news.ts';
import { type Publishing, publishAll } from '../events/publish.ts';
import {
  AlarmRefused,
  type Alarms,
  type BoundAlarm,
  type ClusterRecords,
  type PolicyItem,
  type PolicyRecords,
  type StoredVersion,
} from '../ports.ts';
import { acceptPrices, type PriceUse, waitsForPrices } from '../prices/accept-prices.ts';
import { evaluationError } from '../reasons.ts';
import { becauseOfRecord, recordFault } from '../record-reasons.ts';
import { boundAlarms } from '../triggers/bound-alarms.ts';
import { clusterFaults, clusterIn, keepMembership } from './accept-cluster.ts';
import { claimTarget } from './owned-target.ts';
import { readAccepted } from './read-accepted.ts';

export interface AcceptDependencies {
  readonly records: PolicyRecords;
  readonly alarms: Alarms;
  readonly clock: () => number;
  /** The region of the stack. Without it, nobody checks whether a policy overflows into its own. */
  readonly region?: string;
  /** Prices, for policies with a budget. Without it, they are not checked. */
  readonly prices?: PriceUse;
  /** Which groups each cluster has. Without it, groups are in no cluster. */
  readonly clusters?: ClusterRecords;
  /** Publishes what is in the outbox. Without it, the group's next evaluation does. */
  readonly publishing?: Publishing;
}
export type Acceptance =
  | {
      readonly result: 'accepted' | 'unchanged';
      readonly group: string;
      readonly version: number;
      readonly alarms: { put: number; deleted: number };
    }
  | { readonly result: 'refused'; readonly group: string; readonly faults: readonly ValidationError[] }
  /** `draining`: the group drains to zero. Otherwise its workers keep running, unmanaged. */
  | { readonly result: 'retired'; readonly group: string; readonly draining: boolean };

/**
 * Applies the current policy document of a group. It reads the document itself, so a late, duplicate or reordered event has
 * no effect. A valid document becomes the active version and creates its alarms. An invalid document is rejected, and the
 * last valid version stays active. If the document was deleted, the group ends as `onDelete` of the last version says.
 */
export async function acceptPolicy(group: string, dependencies: AcceptDependencies): Promise<Acceptance> {
  const acceptance = await accepted(group, dependencies);
  const { publishing } = dependencies;
  if (publishing) {
    const state = (await publishing.states.read([group])).get(group);
    if (state) await publishAll(group, state.outbox, [], publishing);
  }
  return acceptance;
}

async function accepted(group: string, dependencies: AcceptDependencies): Promise<Acceptance> {
  const { records, alarms, clock, prices, clusters, region } = dependencies;
  const item = await records.item(group);
  /**
   * Setting alarms may take long, and another process may have accepted a newer document meanwhile. Ask after the newest
   * version was read: if another process accepts one still later, the version that this one would write exists.
   */
  const isReplaced = async () => !isDeepStrictEqual((await records.item(group))?.document, item?.document);
  if (!item) {
    await alarms.keep(group, []);
    const { newest, inForce } = await records.status(group);
    if (await isReplaced()) return accepted(group, dependencies);
    const draining = inForce !== null && drainsWhenDeleted(newest);
    await records.policyDeleted(group, clock(), draining);
    const cluster = clusterIn(newest?.document);
    // A group that drains is decided with its cluster until it is empty.
    if (clusters && cluster !== null && !draining) await clusters.leave(cluster, group);
    return { result: 'retired', group, draining };
  }
  const parsed = parseDeployable(item.document);
  const faults = [
    ...(parsed.ok ? [] : parsed.faults),
    ...foreignName((item.document as { group?: unknown }).group, group),
    ...(parsed.ok ? ownRegion(parsed.value, region) : []),
    ...(parsed.ok && prices ? await acceptPrices(parsed.value, prices, clock()) : []),
    ...(parsed.ok && clusters ? await clusterFaults(parsed.value, clusters) : []),
  ];
  if (parsed.ok && faults.length === 0) faults.push(...(await claimTarget(parsed.value, records)));
  if (prices && waitsForPrices(faults)) await prices.records.wait(group);
  if (!parsed.ok || faults.length > 0) {
    const { newest, inForce, errors } = await records.status(group);
    if (await isReplaced()) return accepted(group, dependencies);
    const isNews = !isDeepStrictEqual(errors, faults);
    await records.refuse(group, faults, isNews ? refusedNews(faults, inForce, authorOf(item, newest), clock()) : {});
    return { result: 'refused', group, faults };
  }
  // Alarms come first. If a later step fails, the event is delivered again. A surplus alarm only starts an evaluation.
  const kept = await keepOrRefused(alarms, group, boundAlarms(parsed.value));
  const { newest, inForce, errors: noted, deleting } = await records.status(group);
  if (await isReplaced()) return accepted(group, dependencies);
  const isNewDocument = !newest || !isDeepStrictEqual(newest.document, item.document);
  if (kept instanceof AlarmRefused) {
    const refused = [faultOf(kept, parsed.value)];
    const isNews = !isDeepStrictEqual(noted, refused);
    await records.refuse(group, refused, isNews ? refusedNews(refused, inForce, authorOf(item, newest), clock()) : {});
    // The alarms before the rejected one belong to the new document. This restores those of the active version.
    if (isNewDocument) await alarms.keep(group, inForce === null ? [] : alarmsOf(newest));
    return { result: 'refused', group, faults: refused };
  }
  // Before the version is active: its first evaluation is that of the whole cluster.
  if (clusters) await keepMembership(parsed.value, newest?.document, clusters);
  if (isNewDocument) {
    const version = Math.max(newest?.version ?? 0, inForce ?? 0) + 1;
    const now = clock();
    const author = authorOf(item, newest);
    const isNew = await records.accept(
      {
        ...{ document: item.document, ...author, group, version, at: now },
        completed: completedPolicy(parsed.value),
      },
      acceptedNews(version, announcedAuthor(item, author), now),
    );
    // The other process may have read an older document. The event is delivered again, which repeats this check.
    if (!isNew) throw recordFault(becauseOfRecord['policy-version-exists']({ group, version }));
    return { result: 'accepted', group, version, alarms: kept };
  }
  const { version } = newest;
  if (inForce === version && noted.length === 0 && !deleting)
    return { result: 'unchanged', group, version, alarms: kept };
  const now = clock();
  await records.reinstate(
    group,
    version,
    now,
    acceptedNews(version, announcedAuthor(item, authorOf(item, newest)), now),
  );
  return { result: 'accepted', group, version, alarms: kept };
}

/** An edit by another tool keeps what the author before it wrote, so that is compared with the version before. */
const authorOf = (item: PolicyItem, newest: StoredVersion | null) => ({
  ...changeAuthor(Object(item.document), item, newest && (newest.mark ?? changeMark(newest))),
  mark: changeMark(item),
});

/** An edit by another tool keeps also to which version the change before it went back. */
const announcedAuthor = ({ rolledBackTo }: PolicyItem, author: ReturnType<typeof authorOf>) => ({
  ...author,
  ...(author.through !== 'unknown' && rolledBackTo !== undefined && { rolledBackTo }),
});

async function keepOrRefused(alarms: Alarms, group: string, wanted: readonly BoundAlarm[]) {
  try {
    return await alarms.keep(group, wanted);
  } catch (error) {
    if (error instanceof AlarmRefused) return error;
    throw error;
  }
}

function drainsWhenDeleted(newest: StoredVersion | null): boolean {
  const parsed = newest && readAccepted({ completed: null, ...newest });
  return parsed?.ok === true && parsed.value.onDelete === 'drain';
}

function alarmsOf(newest: StoredVersion | null): BoundAlarm[] {
  const parsed = newest && readAccepted({ completed: null, ...newest });
  return parsed?.ok ? boundAlarms(parsed.value) : [];
}

function faultOf({ rule, message }: AlarmRefused, { rules }: Policy): ValidationError {
  const index = rules.findIndex(({ name }) => name === rule);
  return evaluationError(`rules[${index}]`, 'alarm-refused', { why: message });
}

const foreignName = (named: unknown, group: string): ValidationError[] =>
  typeof named !== 'string' || named === group ? [] : [evaluationError('group', 'foreign-name', { group })];

const ownRegion = ({ overflow }: Policy, region: string | undefined): ValidationError[] =>
  overflow === undefined || overflow.region !== region
    ? []
    : [evaluationError('overflow.region', 'own-region', { region })];
