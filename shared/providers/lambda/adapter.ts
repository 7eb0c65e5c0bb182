import type { LaunchError, ProviderAdapter } from '../provider-adapter.ts';
import { isOpen, type Plan, rejected, sizedAdapter } from '../sized/index.ts';
import { foundWorker, MOST_MS, markedBy, removed, type TerminateOrder } from '../user-code/index.ts';
import { because } from './because.ts';
import { FunctionError, isForeign } from './errors.ts';
import type { LambdaConfig } from './format/config.ts';
import { describedGroups } from './groups/describing.ts';
import { groupMessages } from './groups/group-messages.ts';
import { nameOf, nameOfWorker, partsOf } from './groups/names.ts';
import type { Functions } from './ports.ts';

/** Workers that functions of the user's launch, replace and end; how many, and which ones end, is decided here. */
export function lambdaAdapter(
  functions: Functions,
  stage: string,
  { mostMs = MOST_MS }: { readonly mostMs?: number } = {},
): ProviderAdapter<LambdaConfig, Plan> {
  const messages = groupMessages(functions, stage);

  return sizedAdapter<LambdaConfig>({
    nameOf,

    describe: (owners, now) => describedGroups(owners, messages, now, mostMs),

    // A group has one policy, so there are no two with the same name.
    namedTwice: (name) => new Error(`${name} is described twice`),

    async raise(plan, activity) {
      const group = await messages.describe(plan.name);
      if (!isOpen(plan, group)) return group;
      const order = { idempotencyKey: activity, from: plan.from, desired: plan.target };
      const { desired = plan.target, rejected: message } = await messages.resize(plan.name, order);
      if (message !== undefined) {
        throw new FunctionError(because['function-rejected']({ function: partsOf(plan.name).function, message }));
      }
      // A number beyond the one asked for would hide what is lacking.
      return { desired: Math.min(desired, plan.target) };
    },

    async remove(name, ids, evenBusy) {
      const { workers } = await messages.describe(name);
      const own = ids.filter((id) => nameOfWorker(id) === name);
      const of = partsOf(name).function;
      const terminate = async (order: TerminateOrder) => {
        const gone = new Set((await messages.terminate(name, order)).gone);
        const count = [...gone].filter((id) => !order.workers.includes(id)).length;
        return { gone, reasons: count > 0 ? [because['function-foreign-workers']({ function: of, count })] : [] };
      };
      return removed({ name, ids: own, evenBusy }, workers, terminate, (kept) =>
        because['function-kept']({ function: of, ...kept }),
      );
    },

    ...markedBy(nameOfWorker, async (name, workers, marks) => {
      await messages.mark(name, { workers, marks });
    }),

    async find(id) {
      const name = nameOfWorker(id);
      if (name === null) return null;
      const found = await messages.describe(name).catch((error: unknown) => {
        if (isForeign(error)) return null;
        throw error;
      });
      return found && foundWorker(id, partsOf(name).group, found.workers);
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
