import { beforeAll, describe, expect, it } from 'vitest';
import type { ReasonCatalog } from '../../../shared/model/index.ts';
import type { Report } from '../../../shared/names/index.ts';
import {
  formatOf,
  type ManagedWorker,
  type ProviderAdapter,
  type ProviderFormat,
  type ProviderKind,
  type ProviderModule,
  providerCatalogs,
} from '../../../shared/providers/index.ts';
import { type Differences, skipDifferences } from '../differences.ts';
import { newActivityId } from '../examples.ts';

/** A kind of provider with one group to play with, which has no workers yet and may have six. */
export interface ProviderSubject {
  readonly module: ProviderModule;
  /** Of a kind that is not in the registry. */
  readonly format?: ProviderFormat;
  readonly codes?: ReasonCatalog;
  readonly adapter: ProviderAdapter;
  readonly config: unknown;
  readonly group: string;
  readonly now: () => number;
  /** Offerings that are left out, and until when. */
  readonly unavailable?: ReadonlyMap<string, number>;
  /** Lets what was ordered come, and boot. */
  settle(): Promise<void>;
  /** Sets what the worker, or its owner, reports of it. */
  report(id: string, what: 'busy' | 'protected', on: boolean): Promise<void>;
  /** EC2 ends the worker because of a failure, or its operating system shuts down and stops it. Absent if the provider replaces it. */
  end?(id: string, as: 'terminated' | 'stopped'): Promise<void>;
}

/** What every kind of provider must do: an evaluation knows no more of it. */
export function describeProviderContract(
  name: string,
  makeSubject: () => ProviderSubject | Promise<ProviderSubject>,
  differences?: Differences,
): void {
  describe(`Provider: ${name}`, () => {
    skipDifferences(differences);
    let subject: ProviderSubject;
    beforeAll(async () => {
      subject = await makeSubject();
    });

    const description = async () => {
      const { adapter, group, config, now } = subject;
      const found = (await adapter.describe([{ group, config }], now())).get(group);
      if (!found || found instanceof Error) throw found ?? new Error('the group is not described');
      return found;
    };
    const ids = (workers: readonly ManagedWorker[]) => workers.map(({ id }) => id).sort();
    const planned = async (count: number) => {
      const { workers, facts } = await description();
      return subject.module.planToAdd(subject.config, {
        ...{ count, token: newActivityId(), workers, launching: [], facts, now: subject.now() },
        unavailable: subject.unavailable ?? new Map(),
      });
    };
    const order = (plan: unknown) => {
      const { group, now } = subject;
      return { group, activity: newActivityId(), startedAt: now(), plan };
    };
    const removal = async (workers: readonly string[]) => {
      const { facts } = await description();
      const { plan, workers: removed } = subject.module.planToRemove(subject.config, { workers, keep: 0, facts });
      return { group: subject.group, workers: removed, plan: stored(plan) };
    };
    const format = () => subject.format ?? (formatOf(subject.module.kind) as ProviderFormat);
    /** A plan as an activity keeps it. */
    const stored = (plan: unknown) => format().planSchema.parse(JSON.parse(JSON.stringify(plan)));
    const grow = async (count: number) => {
      const { plan } = await planned(count);
      const launched = await subject.adapter.launch(order(stored(plan)), (await description()).workers);
      await subject.settle();
      return launched;
    };

    it('describes a group without workers', async () => {
      expect(await description()).toMatchObject({ workers: [], ordered: 0 });
    });

    it('adds the planned workers, and returns their ids or number', async () => {
      const { launched, ordered, errors } = await grow(3);
      expect([launched.length + ordered, errors]).toEqual([3, []]);
      const { workers, ordered: left } = await description();
      expect([workers.length, left]).toEqual([3, 0]);
      for (const worker of workers) {
        expect(worker).toMatchObject({ group: subject.group, drainingUntil: null, protected: false, unhealthy: null });
        expect(worker.serving).toBe(true);
        expect(worker.launchedAt).toBeLessThanOrEqual(subject.now());
      }
    });

    it('lists all its workers, and no error for a group that it can describe', async () => {
      const { workers, errors } = await subject.adapter.all(
        [{ group: subject.group, config: subject.config }],
        subject.now(),
      );
      expect(ids(workers.filter(({ group }) => group === subject.group))).toEqual(ids((await description()).workers));
      expect([...errors]).toEqual([]);
    });

    it('adds nothing when the same launch is repeated', async () => {
      const { plan } = await planned(1);
      const once = order(stored(plan));
      const { workers } = await description();
      for (let times = 0; times < 2; times++) await subject.adapter.launch(once, workers);
      await subject.settle();
      await subject.adapter.launch(once, (await description()).workers);
      await subject.settle();
      expect((await description()).workers).toHaveLength(4);
    });

    it('admits at most the whole plan, and takes nothing from the budget for a preview', async () => {
      const { plan, count } = await planned(1);
      const preview = await subject.adapter.admit(stored(plan), { urgency: 'usual', isPreview: true });
      expect(preview).toMatchObject({ count, drawn: null });
      const admission = await subject.adapter.admit(stored(plan), { urgency: 'usual', isPreview: false });
      expect(admission.count).toBeLessThanOrEqual(count);
      if (admission.drawn) await subject.adapter.giveBack(admission.drawn);
      const removed = await subject.adapter.admitRemoval(1, { urgency: 'usual', isPreview: true });
      expect(removed).toMatchObject({ granted: true, drawn: null });
    });

    it('describes a plan with its own code', async () => {
      const { plan } = await planned(1);
      const reason = subject.module.describePlan(stored(plan));
      const { codes = providerCatalogs[subject.module.kind as ProviderKind] } = subject;
      expect(Object.keys(codes)).toContain(reason.code);
    });

    it('marks workers as draining and removes the marks, and skips workers that are gone', async () => {
      const [one = '', ...others] = ids((await description()).workers);
      const until = Math.ceil(subject.now() / 1000) * 1000 + 60_000;
      await subject.adapter.startDraining(await removal([one]), until);
      await subject.settle();
      const marked = (await description()).workers.filter(({ drainingUntil }) => drainingUntil !== null);
      expect(marked.map(({ id, drainingUntil }) => [id, drainingUntil])).toEqual([[one, until]]);
      await subject.adapter.cancelDrain(subject.group, [one, 'i-00000000000000009']);
      const { workers } = await description();
      expect(workers.every(({ drainingUntil }) => drainingUntil === null)).toBe(true);
      expect(ids(workers)).toEqual([one, ...others].sort());
    });

    it('never terminates a protected worker, and a busy one only with evenBusy', async () => {
      const [busy = '', guarded = ''] = ids((await description()).workers);
      await subject.report(busy, 'busy', true);
      await subject.report(guarded, 'protected', true);
      const both = await removal([busy, guarded]);
      const spared = await subject.adapter.terminate(both, { evenBusy: false, drained: false });
      expect(spared.gone).toEqual([]);
      const ended = await subject.adapter.terminate(both, { evenBusy: true, drained: false });
      expect(ended.gone).toEqual([busy]);
      await subject.report(guarded, 'protected', false);
      expect(ids((await description()).workers)).not.toContain(busy);
    });

    it('terminates only the given workers without replacement, and reports them as gone when repeated', async () => {
      const [first = '', ...others] = ids((await description()).workers);
      const gone = await removal([first]);
      for (let times = 0; times < 2; times++) {
        expect((await subject.adapter.terminate(gone, { evenBusy: false, drained: true })).gone).toEqual([first]);
      }
      await subject.settle();
      const { workers, ordered } = await description();
      expect([ids(workers), ordered]).toEqual([others.sort(), 0]);
    });

    it('describes a launched worker that ended or stopped, with its reason, and not as a worker', async ({ skip }) => {
      const { end } = subject;
      if (!end) return skip('this provider replaces its workers by itself');
      const { launched } = await grow(2);
      const [gone = '', stopped = ''] = launched.map(({ id }) => id);
      await end(gone, 'terminated');
      await end(stopped, 'stopped');
      const request = { group: subject.group, config: subject.config, launched: [gone, stopped] };
      const found = (await subject.adapter.describe([request], subject.now())).get(subject.group);
      if (!found || found instanceof Error) throw found ?? new Error('the group is not described');
      const ended = new Map(found.ended.map((worker) => [worker.id, worker]));
      const common = { group: subject.group, hasServed: false, protected: false };
      expect(ended.get(gone)).toMatchObject({ ...common, isStopped: false, isFailure: true, reason: { params: {} } });
      expect(ended.get(stopped)).toMatchObject({
        ...common,
        isStopped: true,
        isFailure: false,
        reason: { params: {} },
      });
      expect(ids(found.workers)).not.toContain(gone);
      expect(ids(found.workers)).not.toContain(stopped);
      const { gone: terminated } = await subject.adapter.terminate(await removal([stopped]), {
        ...{ evenBusy: true, drained: false },
      });
      expect(terminated).toEqual([stopped]);
    });

    it('keeps what a worker reports by events', async () => {
      const [id = ''] = ids((await description()).workers);
      const at = subject.now();
      const reportedAfter = async (report: Report) => {
        await subject.adapter.markReported(id, report, at);
        const { busy, reported } = (await description()).workers.find((worker) => worker.id === id) ?? {};
        return { busy, ...reported };
      };
      const nothing = { ready: false, retire: false, unreadable: [] };
      expect(await reportedAfter('alive')).toMatchObject({ ...nothing, aliveAt: at });
      expect(await reportedAfter('ready')).toMatchObject({ ready: true, retire: false });
      expect(await reportedAfter('busy')).toMatchObject({ busy: true, ready: true });
      expect(await reportedAfter('idle')).toMatchObject({ busy: false, ready: true });
      expect(await reportedAfter('retire')).toMatchObject({ busy: false, ready: true, retire: true });
      await subject.adapter.markReported(id, { unreadable: 'detail.report is "bsuy"' }, at);
      const found = (await description()).workers.find((worker) => worker.id === id);
      expect(found?.reported?.unreadable).toMatchObject([
        { code: 'event-unreadable', params: { problem: 'detail.report is "bsuy"' } },
      ]);
      await subject.adapter.markReported('i-00000000000000009', 'busy', at);
    });

    it('finds a worker by its id, and no other instance', async () => {
      const { workers } = await description();
      const found = await subject.adapter.find(workers[0]?.id ?? '');
      expect(found).toEqual({ group: subject.group, alive: true, draining: false });
      expect(await subject.adapter.find('i-00000000000000009')).toBeNull();
    });
  });
}
