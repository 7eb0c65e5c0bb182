import type { Reason } from '../../../model/index.ts';
import { TAG } from '../../../names/index.ts';
import type { ReportSettings } from '../../reports/index.ts';
import { type UnhealthyReasons, workerOf } from '../../user-code/index.ts';
import type { ManagedWorker } from '../../worker.ts';
import { because } from '../because.ts';
import type { AnswerTo, ReportedWorker } from '../messages.ts';
import { idOf } from './names.ts';

/** A group as its function describes it. */
export interface DescribedGroup {
  /** Function and group: `resize-vms/build`. */
  readonly name: string;
  readonly desired: number;
  readonly workers: readonly ReportedWorker[];
  readonly note: string | null;
}

export const describedGroup = (name: string, { desired, workers, note }: AnswerTo<'describe'>): DescribedGroup => ({
  name,
  desired,
  workers,
  note: note ?? null,
});

const UNHEALTHY: UnhealthyReasons = {
  reportedUnhealthy: () => because['function-worker-unhealthy']({}),
  bootTimeout: (seconds) => because['function-boot-timeout']({ seconds }),
};

export const workersOf = (
  owner: ReportSettings & { readonly group: string },
  { name, workers }: DescribedGroup,
  now: number,
): ManagedWorker[] =>
  workers.map((own) => workerOf({ id: idOf(name, own.id), group: owner.group }, own, owner, UNHEALTHY, now));

/** What the function wants and does not list yet. */
export const orderedBy = ({ desired, workers }: DescribedGroup): number => Math.max(0, desired - workers.length);

export function notesOn({ name, desired, workers, note }: DescribedGroup): Reason[] {
  const of = { function: name };
  const draining = workers.filter(({ marks = {} }) => marks[TAG.drainingUntil] !== undefined).length;
  const surplus =
    workers.length - draining > desired
      ? [because['function-surplus']({ ...of, workers: workers.length, desired })]
      : [];
  return [...surplus, ...(note === null ? [] : [because['function-reports']({ ...of, message: note })])];
}
