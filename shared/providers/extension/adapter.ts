import { awsAccess } from '../../aws/query/extension-access.ts';
import { ReasonedError, reasonedErrors, rendererOf } from '../../model/index.ts';
import type { AdapterContext } from '../adapter-context.ts';
import type { DescribeRequest, Description, ProviderAdapter } from '../provider-adapter.ts';
import { isOpen, type Owner, type Plan, rejected, sizedAdapter } from '../sized/index.ts';
import { describedInTurns, foundWorker, MOST_MS, markedBy, removed } from '../user-code/index.ts';
import { because } from './because.ts';
import { type CheckedGroups, checkedGroups } from './checked-groups.ts';
import type { CommonConfig, ProviderExtension } from './extension.ts';
import { namedIn, onlyOnce } from './naming.ts';
import { reasons } from './reasons.ts';
import { nameIn, nameOfWorker, targetIn, workerOf } from './workers.ts';

const fault = reasonedErrors(reasons);
const text = rendererOf([reasons]);
/** For one call of an extension. An evaluation lives for 120 s, and asks for a group a few times. */
const CALL_MS = 15_000;

type Config = CommonConfig;
/** The fields of an extension may have any names, so they are kept apart from those of an owner. */
type Own = { readonly config: Config };
const apart = (requests: readonly DescribeRequest<Config>[]): readonly DescribeRequest<Own>[] =>
  requests.map(({ config, ...request }) => ({ ...request, config: config && { config } }));
type Context = Pick<AdapterContext, 'stage' | 'clock' | 'warn'> & {
  readonly connections: Pick<AdapterContext['connections'], 'borrowed'>;
};

/** Workers that the provider of an extension launches, replaces and ends; how many, and which ones end, is decided here. */
export function extensionAdapter(
  kind: string,
  written: unknown,
  context: Context,
  { callMs = CALL_MS, mostMs = MOST_MS }: { readonly callMs?: number; readonly mostMs?: number } = {},
): ProviderAdapter<Config, Plan> {
  const { nameOf, groups: make } = written as Pick<ProviderExtension, 'nameOf' | 'groups'>;
  const { stage, clock, warn, connections } = context;
  const groups = checkedGroups(kind, make({ stage, clock, warn, aws: awsAccess(connections.borrowed) }), callMs);
  const adapter = sizedGroups(kind, groups, nameOf, mostMs);

  return {
    ...adapter,
    describe: async (requests, now) => {
      const { named, errors } = namedIn(kind, nameOf, requests);
      return onlyOnce(kind, new Map([...(await adapter.describe(apart(named), now)), ...errors]));
    },
    all: async (requests, now) => {
      const { named, errors } = namedIn(kind, nameOf, requests);
      const listing = await adapter.all(apart(named), now);
      return { ...listing, errors: new Map([...listing.errors, ...errors]) };
    },
    reconcile: async () => {},
  };
}

const sizedGroups = (kind: string, groups: CheckedGroups, nameOf: ProviderExtension['nameOf'], mostMs: number) =>
  sizedAdapter<Own>({
    nameOf: ({ group, config }) => nameIn({ group, name: nameOf(config) }),

    describe: (owners, now) =>
      describedInTurns(owners, now, mostMs, async (owner, isOver) => {
        const name = nameIn({ group: owner.group, name: nameOf(owner.config) });
        if (isOver) return fault(because['extension-not-asked']({ kind, name: targetIn(name).name }));
        return descriptionOf(kind, name, groups, owner, now);
      }),

    // The group is part of the name, so there are no two.
    namedTwice: (name) => new Error(`${name} is described twice`),

    async raise(plan, activity) {
      const now = await groups.describe(plan.name);
      if (!isOpen(plan, now)) return now;
      const order = { idempotencyKey: activity, from: plan.from, desired: plan.target };
      const { desired, rejected: reason } = await groups.resize(plan.name, order);
      if (reason) throw new RejectedError(reason, text(reason));
      // A number beyond the one asked for would hide what is lacking.
      return { desired: Math.min(desired ?? plan.target, plan.target) };
    },

    async remove(name, ids, evenBusy) {
      const { workers } = await groups.describe(name);
      const own = ids.filter((id) => nameOfWorker(kind, id) === name);
      return removed({ name, ids: own, evenBusy }, workers, async (order) => ({
        gone: await groups.terminate(name, order),
      }));
    },

    ...markedBy(
      (id) => nameOfWorker(kind, id),
      (name, workers, marks) => groups.mark(name, { workers, marks }),
    ),

    async find(id) {
      const name = nameOfWorker(kind, id);
      return name === null ? null : foundWorker(id, targetIn(name).group, (await groups.describe(name)).workers);
    },

    refusalIn: (error) =>
      error instanceof RejectedError ? rejected(error.reason.code, error.message, error.reason) : null,

    lacking: ({ name, target }, desired) => {
      const reason = because['extension-raised-less']({ name: targetIn(name).name, target, desired });
      return rejected('RaisedLess', text(reason), reason);
    },
  });

async function descriptionOf(
  kind: string,
  name: string,
  groups: CheckedGroups,
  { config }: Owner<Own>,
  now: number,
): Promise<Description | Error> {
  try {
    const { desired, workers, notes = [] } = await groups.describe(name);
    return {
      workers: workers.map((own) => ({
        ...workerOf(kind, name, own, config, now),
        ...(groups.keepsMarks ? {} : { keepsMarks: false as const }),
      })),
      ended: [],
      ordered: Math.max(0, desired - workers.length),
      notes,
      facts: { name, desired },
    };
  } catch (error) {
    // A provider that fails for one group fails no other.
    return error as Error;
  }
}

/** What the extension says can never be done. */
class RejectedError extends ReasonedError {}
