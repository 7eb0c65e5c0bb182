import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Targets } from '../../../shared/providers/ec2/ports.ts';

export interface TargetsSubject {
  readonly targets: Targets;
  /** A new, empty target group's ARN. */
  create(): Promise<string>;
  /** Makes an instance one that does not run; absent where the world takes any. */
  readonly strict?: { stop(id: string): void };
}

const instance = (): string => `i-${randomUUID().replaceAll('-', '').slice(0, 17)}`;
const instances = (count: number): string[] => Array.from({ length: count }, instance);

export function describeTargetsContract(
  name: string,
  makeSubject: () => TargetsSubject | Promise<TargetsSubject>,
): void {
  describe(`Targets: ${name}`, () => {
    let subject: TargetsSubject;
    beforeAll(async () => {
      subject = await makeSubject();
    });
    const missing = () => `arn:aws:elasticloadbalancing:us-east-1:000000000000:targetgroup/gone/${randomUUID()}`;
    /** Ids that stand in the target group and are not on their way out. */
    const registered = async (group: string): Promise<string[]> => {
      const health = (await subject.targets.health([group])).get(group) ?? new Map();
      return [...health].flatMap(([id, target]) => (target.health === 'draining' ? [] : [id])).sort();
    };

    it('registers every worker in every target group, once', async () => {
      const [one, other, ids] = [await subject.create(), await subject.create(), instances(2).sort()];
      await subject.targets.register([one, other], ids);
      await subject.targets.register([one], ids);
      expect(await registered(one)).toEqual(ids);
      expect(await registered(other)).toEqual(ids);
    });

    it('returns the health of registered workers, and nothing for an empty target group', async () => {
      const [group, empty, ids] = [await subject.create(), await subject.create(), instances(1)];
      await subject.targets.register([group], ids);
      const health = await subject.targets.health([group, empty]);
      expect([...health.keys()].sort()).toEqual([group, empty].sort());
      expect(health.get(empty)).toEqual(new Map());
      expect(['initial', 'healthy']).toContain(health.get(group)?.get(ids[0] as string)?.health);
    });

    it('omits a missing target group', async () => {
      const group = await subject.create();
      expect([...(await subject.targets.health([missing(), group])).keys()]).toEqual([group]);
      expect(await subject.targets.health([])).toEqual(new Map());
    });

    it('registers and deregisters in the others if one is missing', async () => {
      const [group, ids] = [await subject.create(), instances(2).sort()];
      await subject.targets.register([missing(), group], ids);
      expect(await registered(group)).toEqual(ids);
      await subject.targets.deregister([missing(), group], ids);
      expect(await registered(group)).toEqual([]);
    });

    it('deregisters only the given workers, and skips those that are not registered', async () => {
      const [group, ids] = [await subject.create(), instances(3)];
      await subject.targets.register([group], ids);
      await subject.targets.deregister([group], [instance(), ...ids.slice(1)]);
      expect(await registered(group)).toEqual(ids.slice(0, 1));
    });

    it('registers a deregistered worker again', async () => {
      const [group, ids] = [await subject.create(), instances(1)];
      await subject.targets.register([group], ids);
      await subject.targets.deregister([group], ids);
      await subject.targets.register([group], ids);
      expect(await registered(group)).toEqual(ids);
    });

    it('registers and deregisters more workers than fit in one call', async () => {
      const [group, ids] = [await subject.create(), instances(250)];
      await subject.targets.register([group], ids);
      expect(await registered(group)).toHaveLength(250);
      await subject.targets.deregister([group], ids);
      expect(await registered(group)).toEqual([]);
    });

    it('skips workers that do not run', async ({ skip }) => {
      const { strict } = subject;
      if (!strict) return skip('this world takes any instance');
      const [group, ids] = [await subject.create(), instances(5)];
      for (const id of [ids[0], ids[3]]) strict.stop(id as string);
      await subject.targets.register([group], ids);
      expect(await registered(group)).toEqual([ids[1], ids[2], ids[4]].sort());
    });
  });
}
