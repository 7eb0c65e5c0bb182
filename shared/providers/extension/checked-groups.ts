import { errorText, type Reason, reasonedErrors } from '../../model/index.ts';
import { describedIn, goneIn, resizedIn } from './answers.ts';
import { because } from './because.ts';
import type {
  DescribedWorkers,
  ExtensionGroups,
  ExtensionTarget,
  MarkOrder,
  ResizeOrder,
  TerminateOrder,
} from './extension.ts';
import { inTime } from './in-time.ts';
import { reasons } from './reasons.ts';
import { targetIn } from './workers.ts';

/** The groups of an extension, by the names that {@link targetIn} reads. Each call throws if its answer is late or invalid. */
export interface CheckedGroups {
  /** Whether the extension keeps marks of workers. */
  readonly keepsMarks: boolean;
  describe(name: string): Promise<DescribedWorkers>;
  resize(
    name: string,
    order: ResizeOrder,
  ): Promise<{ readonly desired: number | null; readonly rejected: Reason | null }>;
  terminate(name: string, order: TerminateOrder): Promise<ReadonlySet<string>>;
  /** Does nothing for an extension that keeps no marks. */
  mark(name: string, order: MarkOrder): Promise<void>;
}

const fault = reasonedErrors(reasons);

/** `callMs`: the longest time that one call may take. Errors name the provider and what it was asked to resize. */
export function checkedGroups(kind: string, groups: ExtensionGroups, callMs: number): CheckedGroups {
  async function asked<Answer, Result>(
    name: string,
    call: (target: ExtensionTarget) => Promise<Answer>,
    read: (answer: Answer) => Result,
  ): Promise<Result> {
    const target = targetIn(name);
    try {
      return read(await inTime(callMs, call(target)));
    } catch (cause) {
      throw fault(because['extension-failed']({ kind, name: target.name, error: errorText(cause) }), { cause });
    }
  }
  return {
    keepsMarks: groups.mark !== undefined,
    describe: (name) => asked(name, (target) => groups.describe(target), describedIn),
    resize: (name, order) => asked(name, (target) => groups.resize({ ...target, ...order }), resizedIn),
    terminate: (name, order) => asked(name, (target) => groups.terminate({ ...target, ...order }), goneIn),
    mark: (name, order) =>
      asked(
        name,
        async (target) => groups.mark?.({ ...target, ...order }),
        () => {},
      ),
  };
}
