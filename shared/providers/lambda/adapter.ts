import { groupedBy, type Reason } from '../../model/index.ts';
import { TAG, tagsOfReport } from '../../names/index.ts';
import type { Description, LaunchError, ProviderAdapter } from '../provider-adapter.ts';
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
import { because } from './because.ts';
import {
  describedGroup,
  groupIn,
  idOf,
  nameOf,
  notesOn,
  orderedBy,
  ownIdIn,
  partsOf,
  WORKER_ID,
  workersOf,
} from './described.ts';
import { FunctionError, isForeign } from './errors.ts';
import type { LambdaConfig } from './format/config.ts';
import type { Functions } from './ports.ts';

/** Workers that functions of the user's launch, replace and end; how many, and which ones end, is decided here. */
export function lambdaAdapter(
  functions: Functions,
  stage: string,
  { mostMs = MOST_MS }: { readonly mostMs?: number } = {},
): ProviderAdapter<LambdaConfig, Plan> {
  const commonTo = (name: string) => ({ version: 1 as const, group: partsOf(name).group, stage });

  async function describedNow(name: string) {
    const { function: of } = partsOf(name);
    return describedGroup(name, await functions.ask(of, { ...commonTo(name), action: 'describe' }));
  }

  async function description(owner: Owner<LambdaConfig>, now: number): Promise<Description | Error> {
    try {
      const group = await describedNow(nameOf(owner));
      const workers = workersOf(owner, group, now);
      return { workers, ended: [], ordered: orderedBy(group), notes: notesOn(group), facts: group };
    } catch (error) {
      // A function that fails fails its own group alone.
      if (error instanceof FunctionError) return error;
      throw error;
    }
  }

  async function mark(ids: readonly string[], marks: Readonly<Record<string, string | null>>): Promise<void> {
    for (const [name, some] of groupedBy(
      ids.filter((id) => WORKER_ID.test(id)),
      groupIn,
    )) {
      const message = { ...commonTo(name), action: 'mark' as const, workers: some.map(ownIdIn), marks };
      await functions.ask(partsOf(name).function, message);
    }
  }

  return sizedAdapter<LambdaConfig>({
    nameOf,

    async describe(owners, now) {
      // A function that did not answer for one group is not waited for again.
      const silent = new Map<string, FunctionError>();
      return describedInTurns(owners, now, mostMs, async (owner, isOver) => {
        const { function: of } = owner;
        const failed = silent.get(of);
        if (failed) return failed;
        if (isOver) return new FunctionError(because['function-not-asked']({ function: of }));
        const answer = await description(owner, now);
        if (answer instanceof FunctionError && answer.reason.code === 'function-timeout') silent.set(of, answer);
        return answer;
      });
    },

    // A group has one policy, so there are no two with the same name.
    namedTwice: (name) => new Error(`${name} is described twice`),

    async raise(plan, activity) {
      const { function: of } = partsOf(plan.name);
      const group = await describedNow(plan.name);
      if (!isOpen(plan, group)) return group;
      const resize = { action: 'resize' as const, idempotencyKey: activity, from: plan.from, desired: plan.target };
      const answer = await functions.ask(of, { ...commonTo(plan.name), ...resize });
      if (answer.rejected !== undefined) {
        throw new FunctionError(because['function-rejected']({ function: of, message: answer.rejected }));
      }
      // A number beyond the one asked for would hide what is lacking.
      return { desired: Math.min(answer.desired ?? plan.target, plan.target) };
    },

    async remove(name, ids, evenBusy) {
      const { function: of, group } = partsOf(name);
      const asked = ids.filter((id) => groupIn(id) === name);
      const now = await describedNow(name);
      const known = new Map(
        workersOf({ group, bootTimeout: Number.POSITIVE_INFINITY }, now, 0).map((each) => [each.id, each]),
      );
      const gone = asked.filter((id) => !known.has(id));
      const alive = asked.filter((id) => known.has(id));
      const unprotected = alive.filter((id) => !known.get(id)?.protected);
      const chosen = unprotected.filter((id) => evenBusy || known.get(id)?.busy !== true);
      const kept = (notEnded: number): Reason[] => {
        const counts = { protected: alive.length - unprotected.length, busy: unprotected.length - chosen.length };
        const isNone = counts.protected + counts.busy + notEnded === 0;
        return isNone ? [] : [because['function-kept']({ function: of, ...counts, notEnded })];
      };
      if (chosen.length === 0) return { gone, reasons: kept(0) };
      const workers = chosen.map(ownIdIn);
      const terminate = {
        action: 'terminate' as const,
        idempotencyKey: removalKey(name, now.workers, workers, evenBusy),
        workers,
        evenBusy,
      };
      const answer = await functions.ask(of, { ...commonTo(name), ...terminate });
      const named = new Set(answer.gone.map((own) => idOf(name, own)));
      const foreign = [...named].filter((id) => !chosen.includes(id)).length;
      const ended = chosen.filter((id) => named.has(id));
      const reasons = foreign > 0 ? [because['function-foreign-workers']({ function: of, count: foreign })] : [];
      return { gone: [...gone, ...ended], reasons: [...kept(chosen.length - ended.length), ...reasons] };
    },

    mark: (ids, until) => mark(ids, { [TAG.drainingUntil]: new Date(until).toISOString() }),
    unmark: (ids) => mark(ids, { [TAG.drainingUntil]: null, [TAG.drained]: null }),
    markDrained: (id) => mark([id], { [TAG.drained]: 'true' }),
    markReported: (id, report, at) => mark([id], tagsOfReport(report, at)),

    async find(id) {
      if (!WORKER_ID.test(id)) return null;
      const name = groupIn(id);
      const found = await describedNow(name).catch((error: unknown) => {
        if (isForeign(error)) return null;
        throw error;
      });
      const worker = found?.workers.find((each) => each.id === ownIdIn(id));
      if (!worker) return null;
      const { group } = partsOf(name);
      return { group, alive: true, draining: worker.marks?.[TAG.drainingUntil] !== undefined };
    },

    refusalIn,

    lacking: ({ name, target }, desired) => {
      const reason = because['function-raised-less']({ function: partsOf(name).function, target, desired });
      return rejected('RaisedLess', new FunctionError(reason).message);
    },
  });
}

/** Only what the function rejects is final: any other failure may have had an effect, so the message is sent again. */
function refusalIn(error: unknown): LaunchError | null {
  const isFinal = error instanceof FunctionError && error.reason.code === 'function-rejected';
  return isFinal ? rejected('function-rejected', error.message) : null;
}
