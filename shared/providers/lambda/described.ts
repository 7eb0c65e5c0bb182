import type { Reason } from '../../model/index.ts';
import { TAG } from '../../names/index.ts';
import { workerOf as taggedWorker } from '../instances/seen-instance.ts';
import { isReadyBy, type ReportSettings, reportsOf, SILENT, silenceOf } from '../reports/index.ts';
import type { ManagedWorker } from '../worker.ts';
import { because } from './because.ts';
import type { AnswerTo, ReportedWorker } from './messages.ts';

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

/** Workers have ids of their own in their group; with the name of the group, they are found again by them. */
export const idOf = (name: string, own: string): string => `${name}/${own}`;
export const WORKER_ID =
  /^[A-Za-z0-9_-]{1,64}(?::[A-Za-z0-9$_-]{1,128})?\/[a-z][a-z0-9-]{0,62}\/[A-Za-z0-9._:-]{1,128}$/;
export const groupIn = (id: string): string => id.slice(0, id.lastIndexOf('/'));
export const ownIdIn = (id: string): string => id.slice(id.lastIndexOf('/') + 1);

export interface Owner extends ReportSettings {
  readonly group: string;
}

export const workersOf = (owner: Owner, group: DescribedGroup, now: number): ManagedWorker[] =>
  group.workers.map((worker) => workerOf(owner, group.name, worker, now));

/** What the function wants and does not list yet. */
export const orderedBy = ({ desired, workers }: DescribedGroup): number => Math.max(0, desired - workers.length);

function workerOf(owner: Owner, name: string, worker: ReportedWorker, now: number): ManagedWorker {
  const { state, zone = '', marks = {} } = worker;
  const id = idOf(name, worker.id);
  const launchedAt = Math.min(worker.launchedAt ?? now, now);
  // Marks are kept as tags are.
  const seen = { id, state: 'running', instanceType: '', zone, launchedAt, lifecycle: '', tags: marks };
  const tagged = taggedWorker(seen);
  const reported = reportsOf(tagged.reported ?? SILENT, now);
  const isUp = state === 'ready';
  const isOverdue = state === 'pending' && now - launchedAt >= owner.bootTimeout * 1000;
  const unhealthy =
    (state === 'unhealthy' ? because['function-worker-unhealthy']({}) : null) ??
    (isOverdue ? because['function-boot-timeout']({ seconds: owner.bootTimeout }) : null) ??
    silenceOf({ launchedAt, reported, isUp }, owner, now);
  return {
    id,
    group: owner.group,
    launchedAt,
    zone,
    reported,
    unhealthy,
    drainingUntil: tagged.drainingUntil,
    protected: worker.protected === true || tagged.protected,
    busy: worker.busy ?? tagged.busy,
    drained: tagged.drained,
    serving: isUp && isReadyBy(owner, reported) && unhealthy === null,
    details: { lifecycle: state },
  };
}

export function notesOn({ name, desired, workers, note }: DescribedGroup): Reason[] {
  const of = { function: name };
  const draining = workers.filter(({ marks = {} }) => marks[TAG.drainingUntil] !== undefined).length;
  const surplus =
    workers.length - draining > desired
      ? [because['function-surplus']({ ...of, workers: workers.length, desired })]
      : [];
  return [...surplus, ...(note === null ? [] : [because['function-reports']({ ...of, message: note })])];
}

/** A function serves any number of groups, so what is resized is a group of a function. */
export const nameOf = ({ function: name, group }: { readonly function: string; readonly group: string }): string =>
  `${name}/${group}`;

export function partsOf(name: string): { readonly function: string; readonly group: string } {
  const [of = '', group = ''] = name.split('/');
  return { function: of, group };
}
