import type { PolicyDocument } from '../../../../shared/policy/index.ts';
import { policyOf, setting } from '../setting.ts';

type Warm = NonNullable<Extract<PolicyDocument['provider'], { kind: 'ec2' }>['warm']>;
export const withPool = (warm: Partial<Warm> = {}, document: Partial<PolicyDocument> = {}): PolicyDocument => {
  const { provider, ...rest } = policyOf(document);
  if (provider?.kind !== 'ec2') throw new Error('not of ec2');
  return { ...rest, provider: { ...provider, warm: { size: 2, ...warm } } };
};

/** A group with so many workers whose pool is filled and parked. */
export async function filled(document = withPool(), workers = 1) {
  const world = setting();
  for (let n = 0; n < workers; n++) world.fleet.add('ci', { zone: `zone-${n % 2}` });
  world.queues.set('jobs', { waiting: workers * 10 });
  await world.put(document);
  await minutes(world, 4);
  return world;
}

export async function minutes(world: ReturnType<typeof setting>, count: number): Promise<void> {
  for (let minute = 0; minute < count; minute++) {
    await world.evaluate();
    world.pass(60);
  }
}

export const parked = (world: ReturnType<typeof setting>) => world.fleet.members('ci', { isParked: true });
export const workersOf = (world: ReturnType<typeof setting>) =>
  world.fleet
    .alive('ci')
    .filter((worker) => worker.warm !== true)
    .map(({ id }) => id);
