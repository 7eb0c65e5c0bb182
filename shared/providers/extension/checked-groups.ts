import type { Reason } from '../../model/index.ts';
import { describedIn, goneIn, resizedIn } from './answers.ts';
import type { DescribedWorkers, ExtensionGroups, MarkOrder, ResizeOrder, TerminateOrder } from './extension.ts';
import { inTime } from './in-time.ts';
import { targetIn } from './workers.ts';

/** The groups of an extension, by what {@link targetIn} reads. Each call throws without an answer in time that can be true. */
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

/** `callMs`: the most that one call may take. */
export function checkedGroups(groups: ExtensionGroups, callMs: number): CheckedGroups {
  return {
    keepsMarks: groups.mark !== undefined,
    describe: async (name) => describedIn(await inTime(callMs, groups.describe(targetIn(name)))),
    resize: async (name, order) => resizedIn(await inTime(callMs, groups.resize({ ...targetIn(name), ...order }))),
    terminate: async (name, order) => goneIn(await inTime(callMs, groups.terminate({ ...targetIn(name), ...order }))),
    mark: async (name, order) => {
      if (groups.mark) await inTime(callMs, groups.mark({ ...targetIn(name), ...order }));
    },
  };
}
