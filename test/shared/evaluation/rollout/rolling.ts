import { newRollout, type RecordedCase } from '../../../../shared/evaluation/index.ts';
import type { PolicyDocument } from '../../../../shared/policy/index.ts';
import { sentence } from '../../../../shared/presentation/index.ts';
import type { ListedWorker } from '../../../../shared/providers/instances/listed-worker.ts';
import type { GroupState, Rollout } from '../../../../shared/state/index.ts';
import type { FleetOptions } from '../../../fakes/ec2/instances.ts';
import { policyOf, setting } from '../setting.ts';

type Ec2Written = Extract<NonNullable<PolicyDocument['provider']>, { kind: 'ec2' }>;

/** A policy of the provider ec2 with these settings of rollouts. */
export function rollingPolicy(
  rollout: Ec2Written['rollout'] = {},
  written: Partial<PolicyDocument> = {},
  provider: Partial<Ec2Written> = {},
): PolicyDocument {
  const base = policyOf(written);
  return { ...base, provider: { ...(base.provider as Ec2Written), ...provider, rollout } };
}

export type Rolling = Awaited<ReturnType<typeof rolling>>;

/** The group `ci` with so many workers of version 1, launched by the group itself an hour ago. */
export async function rolling(
  workers: number,
  document: PolicyDocument = rollingPolicy(),
  options: Omit<FleetOptions, 'clock'> = {},
) {
  const base = setting(options);
  base.fleet.templates.images.set('1', 'ami-1').set('2', 'ami-2').set('3', 'ami-3');
  base.queues.set('jobs', { waiting: workers * 10 });
  await base.put(document);
  for (let tick = 0; tick < 3; tick++) {
    await base.evaluate();
    base.pass(900);
  }
  /** Workers that are no members of the warm pool. */
  const serving = (): ListedWorker[] => base.fleet.alive('ci').filter(({ warm }) => warm !== true);
  const versions = (): string[] =>
    serving()
      .map(({ template }) => template?.version ?? '')
      .toSorted();
  const rollout = (): Rollout | null => base.state().rollout;
  /** The stored state itself, for those who only look: a copy takes long. */
  const stateNow = (): GroupState => base.table.kept.get('ci')?.state ?? base.state();
  const rolloutNow = (): Rollout | null => stateNow().rollout;
  const notes: string[] = [];
  const cases: RecordedCase[] = [];
  /** Lets so many minutes pass, with an evaluation in each. */
  async function minutes(count: number, each: (minute: number) => unknown = () => {}): Promise<void> {
    for (let minute = 0; minute < count; minute++) {
      await each(minute);
      const report = await base.evaluate({ record: (recorded) => void cases.push(recorded) });
      if (report.error) throw new Error(report.error);
      notes.push(...(report.notes ?? []).map(sentence));
      base.pass(60);
    }
  }
  return {
    ...{ ...base, serving, versions, rollout, stateNow, rolloutNow, minutes, notes, cases },
    of: (version: string): ListedWorker[] =>
      base.fleet.alive('ci').filter(({ template }) => template?.version === version),
    /** Somebody asks for a rollout. */
    async replace(asked: { readonly version?: string; readonly all?: boolean } = {}): Promise<void> {
      const actor = { by: 'ann', through: 'command' as const };
      const next = newRollout({ id: 'r1', ...asked, actor, now: base.clock() });
      if (!(await base.table.states.setRollout(base.state(), next, base.clock()))) throw new Error('not written');
    },
    async change(made: (rollout: Rollout) => Rollout | string): Promise<void> {
      const before = rollout();
      const next = before && made(before);
      if (!next || typeof next === 'string') throw new Error(`not possible: ${next}`);
      if (!(await base.table.states.setRollout(base.state(), next, base.clock()))) throw new Error('not written');
    },
  };
}

export const ann = { by: 'ann', through: 'command' } as const;
export const SLOW = { pendingFor: 90_000 };

/** The most and the fewest workers, and the fewest that run, while minutes pass. */
export async function watched(world: Rolling, count: number, each: (minute: number) => unknown = () => {}) {
  const seen = { most: 0, fewest: Infinity, ready: Infinity };
  await world.minutes(count, async (minute) => {
    await each(minute);
    const alive = world.fleet.alive('ci');
    const size = alive.length;
    const impaired = await world.statusChecks.impaired();
    const ready = alive.filter(({ id, state }) => state === 'running' && !impaired.has(id)).length;
    seen.most = Math.max(seen.most, size);
    seen.fewest = Math.min(seen.fewest, size);
    seen.ready = Math.min(seen.ready, ready);
  });
  return seen;
}

/** Every worker of the version fails its status checks as soon as it runs. */
export const impair = (world: Rolling, version: string) => () => {
  for (const { id, state } of world.of(version)) if (state === 'running') world.statusChecks.impair(id);
};
