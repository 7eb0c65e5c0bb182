import { ec2Adapter } from '../../../shared/providers/ec2/adapter.ts';
import { providersFrom } from '../../../shared/providers/index.ts';
import type { ListedWorker } from '../../../shared/providers/instances/listed-worker.ts';
import { POOLS, type Setting } from '../../shared/evaluation/setting.ts';
import type { Cloud } from './cloud.ts';

/** Instances that the evaluations launch and end themselves. `seen` is what EC2 shows, when that is not what there is. */
export function ec2Cloud({ ports, fleet, statusChecks }: Setting, seen: (() => ListedWorker[]) | null): Cloud {
  const ofGroup = ({ group, state }: ListedWorker) => group === 'ci' && state !== 'terminated';
  const late = seen && {
    list: async () => new Map([['ci', seen().filter(ofGroup)]]),
    byId: async (ids: readonly string[]) => seen().filter(({ id }) => ids.includes(id)),
    all: () => fleet.all(),
  };
  return {
    policy: (document) => document,
    providers: (through, clock) =>
      providersFrom({ ec2: ec2Adapter(through({ ...ports, clock, workers: late ?? fleet })) }),
    alive: (group) => fleet.alive(group).filter(({ warm }) => warm !== true),
    add: (group, worker) => fleet.add(group, { template: { id: 'lt-ci-runner', version: '1' }, ...worker }),
    vanish: (id) => fleet.vanish(id),
    stop: (id) => fleet.stop(id),
    start: (id) => fleet.start(id),
    hasEnded: (id) => fleet.endingOf(id)?.state === 'terminated',
    says(id, word, on) {
      if (word === 'busy') fleet.setBusy(id, on);
      else if (word === 'protected') fleet.setProtected(id, on);
      else fleet.setDrained(id, on);
    },
    setRoom(remaining, code) {
      for (const pool of POOLS) {
        remaining === null ? fleet.hasCapacityAgain(pool) : fleet.makeShort(pool, remaining, code);
      }
    },
    setIll: (id, on) => statusChecks.impair(id, on),
  };
}
