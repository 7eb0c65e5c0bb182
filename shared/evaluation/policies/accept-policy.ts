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
import { boundAlarms } from '../triggers/bound-alarms.ts';
import { clusterFaults, clusterIn, keepMembership } from './accept-cluster.ts';
import { claimTarget } from './owned-target.ts';
import { readAccepted } from './read-accepted.ts';
import { becauseOfWrite, writeFault } from './write-reasons.ts';

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
  const { records } = dependencies;
  const item = await records.item(group);
  const prepared = await prepare(group, item, dependencies);
  const status = await records.status(group);
  // Setting alarms may take long, and another process may have accepted a newer document meanwhile. This is read after the
  // newest version: if another process accepts one still later, the version that this one would write exists.
  const isReplaced = !isDeepStrictEqual((await records.item(group))?.document, item?.document);
  if (isReplaced) return accepted(group, dependencies);
  if (!item || prepared.kind === 'deleted') return retire(group, status, dependencies);
  if (prepared.kind === 'invalid') return refuse(group, item, prepared.faults, status, dependencies);
  const { policy } = prepared;
  if (prepared.kind === 'alarm-refused') {
    const refused = await refuse(group, item, [faultOf(prepared.error, policy)], status, dependencies);
    // The alarms before the rejected one belong to the new document. This restores those of the active version.
    if (isNewDocument(item, status)) {
      await dependencies.alarms.keep(group, status.inForce === null ? [] : alarmsOf(status.newest));
    }
    return refused;
  }
  return putInForce(group, item, prepared, status, dependencies);
}

type Status = Awaited<ReturnType<PolicyRecords['status']>>;
type Kept = Awaited<ReturnType<Alarms['keep']>>;
type Prepared =
  | { readonly kind: 'deleted' }
  | { readonly kind: 'invalid'; readonly faults: readonly ValidationError[] }
  | { readonly kind: 'alarm-refused'; readonly policy: Policy; readonly error: AlarmRefused }
  | Valid;
interface Valid {
  readonly kind: 'valid';
  readonly policy: Policy;
  readonly alarms: Kept;
}

/** Checks a document, and sets the alarms of a valid one. */
async function prepare(
  group: string,
  item: PolicyItem | null,
  { records, alarms, clock, prices, clusters, region }: AcceptDependencies,
): Promise<Prepared> {
  if (!item) {
    await alarms.keep(group, []);
    return { kind: 'deleted' };
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
  if (!parsed.ok || faults.length > 0) return { kind: 'invalid', faults };
  const policy = parsed.value;
  // Alarms come first. If a later step fails, the event is delivered again. A surplus alarm only starts an evaluation.
  try {
    return { kind: 'valid', policy, alarms: await alarms.keep(group, boundAlarms(policy)) };
  } catch (error) {
    if (error instanceof AlarmRefused) return { kind: 'alarm-refused', policy, error };
    throw error;
  }
}

async function retire(
  group: string,
  { newest, inForce }: Status,
  { records, clock, clusters }: AcceptDependencies,
): Promise<Acceptance> {
  const draining = inForce !== null && drainsWhenDeleted(newest);
  await records.policyDeleted(group, clock(), draining);
  const cluster = clusterIn(newest?.document);
  // A group that drains is decided with its cluster until it is empty.
  if (clusters && cluster !== null && !draining) await clusters.leave(cluster, group);
  return { result: 'retired', group, draining };
}

async function refuse(
  group: string,
  item: PolicyItem,
  faults: readonly ValidationError[],
  { newest, inForce, errors }: Status,
  { records, clock }: AcceptDependencies,
): Promise<Acceptance> {
  const isNews = !isDeepStrictEqual(errors, faults);
  await records.refuse(group, faults, isNews ? refusedNews(faults, inForce, authorOf(item, newest), clock()) : {});
  return { result: 'refused', group, faults };
}

async function putInForce(
  group: string,
  item: PolicyItem,
  { policy, alarms }: Valid,
  status: Status,
  { records, clock, clusters }: AcceptDependencies,
): Promise<Acceptance> {
  const { newest, inForce, errors, deleting } = status;
  // Before the version is active: its first evaluation is that of the whole cluster.
  if (clusters) await keepMembership(policy, newest?.document, clusters);
  const author = authorOf(item, newest);
  if (!newest || isNewDocument(item, status)) {
    const version = Math.max(newest?.version ?? 0, inForce ?? 0) + 1;
    const now = clock();
    const isNew = await records.accept(
      {
        document: item.document,
        ...author,
        group,
        version,
        at: now,
        completed: completedPolicy(policy),
      },
      acceptedNews(version, announcedAuthor(item, author), now),
    );
    // The other process may have read an older document. The event is delivered again, which repeats this check.
    if (!isNew) throw writeFault(becauseOfWrite['policy-version-exists']({ group, version }));
    return { result: 'accepted', group, version, alarms };
  }
  const { version } = newest;
  if (inForce === version && errors.length === 0 && !deleting) return { result: 'unchanged', group, version, alarms };
  const now = clock();
  await records.reinstate(group, version, now, acceptedNews(version, announcedAuthor(item, author), now));
  return { result: 'accepted', group, version, alarms };
}

const isNewDocument = ({ document }: PolicyItem, { newest }: Status): boolean =>
  !newest || !isDeepStrictEqual(newest.document, document);

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
