import { lazyModule } from '../../model/index.ts';
import type { EvaluationDependencies } from '../dependencies.ts';
import type { DecidedContext } from '../observe/group-context.ts';
import type { RecordedCase } from './recorded-case.ts';
import type { Evaluated } from './records-of.ts';

/** The groups are resized already, so that nothing waits for records except the end of the function. */
const WRITE_WITHIN_MS = 3000;

/** Loaded when everything else is done. */
const making = lazyModule(() => import('./records-of.ts'));

/** Counts the evaluations and stores their records. Best effort: it neither throws nor waits for long. */
export async function keepRecords(
  evaluated: Evaluated,
  { evaluations, counts, warn = () => {} }: Pick<EvaluationDependencies, 'evaluations' | 'counts' | 'warn'>,
): Promise<void> {
  if (!evaluations && !counts) return;
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`not written within ${WRITE_WITHIN_MS} ms`)), WRITE_WITHIN_MS);
  });
  try {
    const append = async () => {
      const { countsOf, recordsOf } = await making();
      const records = evaluations ? recordsOf(evaluated) : [];
      await Promise.all([
        counts
          ?.add({ evaluations: countsOf(evaluated) })
          .catch((cause: unknown) => warn('the evaluations are not counted', cause)),
        records.length > 0 && evaluations?.append(records),
      ]);
    };
    await Promise.race([append(), late]);
  } catch (cause) {
    warn('the evaluations are not recorded', cause);
  } finally {
    clearTimeout(timer);
  }
}

/** Adds the cases of groups whose policy asks for them to `cases`. */
export function withCases(
  { policy }: DecidedContext,
  dependencies: EvaluationDependencies,
  cases: Map<string, RecordedCase>,
): EvaluationDependencies {
  const { keep, detail } = policy.history;
  if (keep === 'none' || detail !== 'full' || !dependencies.evaluations) return dependencies;
  return {
    ...dependencies,
    record(recorded) {
      cases.set(policy.group, recorded);
      dependencies.record?.(recorded);
    },
  };
}
