import { continued, held, turnedRound } from '../../../../shared/evaluation/index.ts';
import type { Rolling } from './rolling.ts';

const ann = { by: 'ann', through: 'command' } as const;
const POOLS = ['subnet-a', 'subnet-b'].map((subnet) => `c7g.large/${subnet}/on-demand`);

export interface Played {
  readonly world: Rolling;
  readonly isByItself: boolean;
  /** The size of the warm pool. */
  readonly pool: number;
  readonly isReused: boolean;
  /** Versions whose workers fail their checks. */
  readonly bad: ReadonlySet<string>;
  below(most: number): number;
  chance(of: number): boolean;
}

/** What may happen in a minute: how probable it is, and what it does; `harms`: capacity may be lower for a while. */
interface Happening {
  readonly chance: number;
  readonly name: string;
  readonly harms?: true;
  when?(played: Played): boolean;
  does(played: Played): unknown;
}

export const statusOf = ({ world }: Played) => world.rolloutNow()?.status;
const some = ({ world, below }: Played): string => {
  const workers = world.serving();
  return workers[below(workers.length)]?.id ?? '';
};
export const members = ({ world }: Played, isParked = false): string[] => world.fleet.members('ci', { isParked });
const hasWorkers = ({ world }: Played) => world.serving().length > 0;

export function setShort({ fleet }: Rolling, isShort: boolean): void {
  for (const pool of POOLS) {
    if (isShort) fleet.makeShort(pool);
    else fleet.hasCapacityAgain(pool);
  }
}

const HAPPENINGS: readonly Happening[] = [
  {
    ...{ chance: 0.04, name: 'a worker vanishes', harms: true, when: hasWorkers },
    does: (played) =>
      played.world.fleet.vanish(
        some(played),
        played.chance(0.5) ? 'Client.UserInitiatedShutdown' : 'Server.SpotInstanceTermination',
      ),
  },
  {
    // What a rollback holds to ends when the policy means something else, and nobody asks for another rollout.
    ...{ chance: 0.02, name: 'version 3' },
    when: (played) => played.isByItself || statusOf(played) === 'running',
    does: ({ world }) => {
      world.fleet.templateVersion = '3';
    },
  },
  {
    ...{ chance: 0.03, name: 'turned round', when: ({ world }) => world.rolloutNow()?.to !== undefined },
    does: ({ world }) => world.change((each) => (each.from ? turnedRound(each, ann) : each)),
  },
  {
    ...{ chance: 0.03, name: 'held', when: (played) => statusOf(played) === 'running' },
    does: ({ world }) => world.change((each) => held(each, ann)),
  },
  {
    ...{ chance: 0.08, name: 'continued', when: (played) => statusOf(played) === 'paused' },
    does: ({ world }) => world.change(continued),
  },
  { chance: 0.05, name: 'short', does: ({ world }) => setShort(world, true) },
  {
    chance: 0.1,
    name: 'capacity again',
    does: ({ world }) => setShort(world, false),
  },
  {
    ...{ chance: 0.05, name: 'a worker is protected or not', when: hasWorkers },
    does: (played) => played.world.fleet.setProtected(some(played), played.chance(0.5)),
  },
  {
    ...{ chance: 0.05, name: 'a worker is busy or not', when: hasWorkers },
    does: (played) => played.world.fleet.setBusy(some(played), played.chance(0.5)),
  },
  {
    ...{ chance: 0.03, name: 'a worker ends while it starts', harms: true },
    does: ({ world }) => world.fleet.failLaunches(1, { after: 30_000, code: 'Client.InstanceInitiatedShutdown' }),
  },
  {
    ...{ chance: 0.04, name: 'other demand', harms: true, when: ({ pool }) => pool > 0 },
    does: ({ world, below }) => world.queues.set('jobs', { waiting: (2 + below(4)) * 10 }),
  },
  {
    ...{ chance: 0.03, name: 'the pool is emptied by hand', when: ({ pool }) => pool > 0 },
    does: (played) => {
      for (const id of members(played)) played.world.fleet.vanish(id);
    },
  },
  {
    ...{ chance: 0.02, name: 'a member is started by hand', when: (played) => members(played, true).length > 0 },
    does: (played) => played.world.fleet.start(members(played, true)[0] ?? ''),
  },
];

/** What happens by this random number. */
export function happeningAt(random: number): Happening | null {
  let left = random;
  for (const happening of HAPPENINGS) {
    left -= happening.chance;
    if (left < 0) return happening;
  }
  return null;
}
