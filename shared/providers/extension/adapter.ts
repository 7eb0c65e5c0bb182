import { awsAccess } from '../../aws/query/extension-access.ts';
import { errorText, groupedBy, ReasonedError, reasonedErrors, rendererOf } from '../../model/index.ts';
import { TAG, tagsOfReport } from '../../names/index.ts';
import type { AdapterContext } from '../adapter-context.ts';
import type { DescribeRequest, Description, ProviderAdapter } from '../provider-adapter.ts';
import {
  describedInTurns,
  isOpen,
  MOST_MS,
  type Owner,
  type Plan,
  rejected,
  removalKey,
  sizedAdapter,
} from '../sized/index.ts';
import { describedIn, goneIn, resizedIn } from './answers.ts';
import { because } from './because.ts';
import type { CommonConfig, DescribedWorkers, ProviderExtension } from './extension.ts';
import { reasons } from './reasons.ts';
import { idOf, nameIn, nameOfWorker, ownIdIn, targetIn, workerOf } from './workers.ts';

const fault = reasonedErrors(reasons);
const text = rendererOf([reasons]);
/** For one call of an extension. An evaluation lives for 120 s, and asks for a group a few times. */
const CALL_MS = 15_000;

/** Before a worker is known to belong to a policy, nothing is expected of it. */
const NO_SETTINGS = { bootTimeout: Number.POSITIVE_INFINITY };

type Config = CommonConfig;
/** The fields of an extension may have any names, so they are kept apart from those of an owner. */
type Own = { readonly config: Config };
type Requests<Of> = readonly DescribeRequest<Of>[];
const apart = (requests: Requests<Config>): Requests<Own> =>
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
  const inTime = <T>(answer: Promise<T>): Promise<T> => answerWithin(callMs, answer);
  const groups = make({ stage, clock, warn, aws: awsAccess(connections.borrowed) });
  const nameFor = ({ group, config }: Owner<Own>): string => nameIn({ group, name: nameOf(config) });
  const described = async (name: string): Promise<DescribedWorkers> =>
    describedIn(await inTime(groups.describe(targetIn(name))));

  async function descriptionOf(owner: Owner<Own>, now: number): Promise<Description | Error> {
    const name = nameFor(owner);
    try {
      const { desired, workers, notes = [] } = await described(name);
      return {
        workers: workers.map((own) => ({
          ...workerOf(idOf(kind, name, own.id), owner.group, own, owner.config, now),
          ...(groups.mark ? {} : { keepsMarks: false as const }),
        })),
        ended: [],
        ordered: Math.max(0, desired - workers.length),
        notes,
        facts: { name, desired },
      };
    } catch (error) {
      // A provider that fails for one group fails no other.
      return error instanceof ReasonedError ? error : failed(name, error);
    }
  }

  const failed = (name: string, cause: unknown): Error =>
    fault(because['extension-failed']({ kind, name: targetIn(name).name, error: errorText(cause) }), { cause });

  const notAsked = (name: string): Error => fault(because['extension-not-asked']({ kind, name: targetIn(name).name }));

  async function mark(ids: readonly string[], marks: Readonly<Record<string, string | null>>): Promise<void> {
    const own = ids.filter((id) => nameOfWorker(kind, id) !== null);
    for (const [name, some] of groupedBy(own, (id) => nameOfWorker(kind, id) ?? '')) {
      await inTime(groups.mark?.({ ...targetIn(name), workers: some.map(ownIdIn), marks }) ?? Promise.resolve());
    }
  }

  const adapter = sizedAdapter<Own>({
    nameOf: nameFor,

    describe: (owners, now) =>
      describedInTurns(owners, now, mostMs, async (owner, isOver) =>
        isOver ? notAsked(nameFor(owner)) : descriptionOf(owner, now),
      ),

    // The group is part of the name, so there are no two.
    namedTwice: (name) => new Error(`${name} is described twice`),

    async raise(plan, activity) {
      const now = await described(plan.name);
      if (!isOpen(plan, now)) return now;
      const order = { ...targetIn(plan.name), idempotencyKey: activity, from: plan.from, desired: plan.target };
      const { desired, rejected: reason } = resizedIn(await inTime(groups.resize(order)));
      if (reason) throw new RejectedError(reason, text(reason));
      // A number beyond the one asked for would hide what is lacking.
      return { desired: Math.min(desired ?? plan.target, plan.target) };
    },

    async remove(name, ids, evenBusy) {
      const target = targetIn(name);
      const asked = ids.filter((id) => nameOfWorker(kind, id) === name);
      const { workers } = await described(name);
      const known = new Map(
        workers.map((own) => {
          const id = idOf(kind, name, own.id);
          return [id, workerOf(id, target.group, own, NO_SETTINGS, 0)];
        }),
      );
      const gone = asked.filter((id) => !known.has(id));
      const chosen = asked.filter((id) => {
        const worker = known.get(id);
        return worker && !worker.protected && (evenBusy || worker.busy !== true);
      });
      if (chosen.length === 0) return { gone, reasons: [] };
      const own = chosen.map(ownIdIn);
      const order = { ...target, workers: own, evenBusy, idempotencyKey: removalKey(name, workers, own, evenBusy) };
      const answered = goneIn(await inTime(groups.terminate(order)));
      return { gone: [...gone, ...chosen.filter((id) => answered.has(ownIdIn(id)))], reasons: [] };
    },

    mark: (ids, until) => mark(ids, { [TAG.drainingUntil]: new Date(until).toISOString() }),
    unmark: (ids) => mark(ids, { [TAG.drainingUntil]: null, [TAG.drained]: null }),
    markDrained: (id) => mark([id], { [TAG.drained]: 'true' }),
    markReported: (id, report, at) => mark([id], tagsOfReport(report, at)),

    async find(id) {
      const name = nameOfWorker(kind, id);
      if (name === null) return null;
      const worker = (await described(name)).workers.find((own) => own.id === ownIdIn(id));
      if (!worker) return null;
      const draining = worker.marks?.[TAG.drainingUntil] !== undefined;
      return { group: targetIn(name).group, alive: true, draining };
    },

    refusalIn: (error) =>
      error instanceof RejectedError ? rejected(error.reason.code, error.message, error.reason) : null,

    lacking: ({ name, target }, desired) => {
      const reason = because['extension-raised-less']({ name: targetIn(name).name, target, desired });
      return rejected('RaisedLess', text(reason), reason);
    },
  });

  return {
    ...adapter,
    describe: async (requests, now) => {
      const { named, errors } = namedIn(requests);
      return onlyOnce(new Map([...(await adapter.describe(apart(named), now)), ...errors]));
    },
    all: async (requests, now) => {
      const { named, errors } = namedIn(requests);
      const listing = await adapter.all(apart(named), now);
      return { ...listing, errors: new Map([...listing.errors, ...errors]) };
    },
    reconcile: async () => {},
  };

  /** A policy for which the extension has no name fails its own group alone. */
  function namedIn(requests: Requests<Config>) {
    const errors = new Map<string, Error>();
    const named = requests.filter(({ group, config }) => {
      if (config === null) return true;
      try {
        const name: unknown = nameOf(config);
        if (typeof name !== 'string' || name === '')
          throw new Error(`nameOf returned ${JSON.stringify(name)}, not a text`);
        return true;
      } catch (cause) {
        errors.set(group, fault(because['extension-unnamed']({ kind, error: errorText(cause) }), { cause }));
        return false;
      }
    });
    return { named, errors };
  }

  /** Two groups that resize the same would undo what the other has done. */
  function onlyOnce(descriptions: ReadonlyMap<string, Description | Error>): ReadonlyMap<string, Description | Error> {
    const named = [...descriptions].flatMap(([group, each]) => {
      const facts = each instanceof Error ? null : (each.facts as { name: string } | null);
      return facts ? [{ group, name: targetIn(facts.name).name }] : [];
    });
    const shared = [...groupedBy(named, ({ name }) => name)].filter(([, same]) => same.length > 1);
    const errors = shared.flatMap(([name, same]) => {
      const of = same.map(({ group }) => group);
      return same.map(
        ({ group }) => [group, fault(because['extension-named-twice']({ kind, name, groups: of }))] as const,
      );
    });
    return new Map([...descriptions, ...errors]);
  }
}

/** What the extension says can never be done. */
class RejectedError extends ReasonedError {}

/** An extension that hangs must not take the whole time of an evaluation. */
async function answerWithin<T>(ms: number, answer: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`it did not answer within ${ms / 1000} s`)), ms);
  });
  try {
    return await Promise.race([answer, late]);
  } finally {
    clearTimeout(timer);
  }
}
