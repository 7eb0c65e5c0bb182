import type { PolicyDocument } from '../../../shared/policy/index.ts';
import { rollingPolicy } from '../../shared/evaluation/rollout/rolling.ts';
import type { Scenario, World } from '../world/world.ts';

const rollingOn = (rollout: Parameters<typeof rollingPolicy>[0] = {}, drain = 0): PolicyDocument =>
  rollingPolicy({ on: 'version', ...rollout }, { behavior: { out: { cooldown: 60 }, in: { cooldown: 120, drain } } });

const version = (number: string) => (world: World) => {
  world.base.fleet.templateVersion = number;
};
/** Whatever runs of that version fails its checks. */
const bad = (number: string) => (world: World) => {
  for (const { id, template } of world.base.fleet.alive('ci'))
    if (template?.version === number) world.base.statusChecks.impair(id);
};

/** One worker meets every call that more would. */
const common = { isOfEc2: true, workers: 1, wants: 1 } as const;

/** Workers are replaced by those of another version while evaluations die. */
export const ROLLOUTS: readonly Scenario[] = [
  {
    ...{ ...common, name: 'a rollout', policy: rollingOn(), atLeast: 1 },
    ...{ minutes: [version('2')], loses: ['i-0'], ends: '2' },
  },
  {
    ...{ ...common, name: 'a rollout with drains, to a newer version midway', policy: rollingOn({}, 60), atLeast: 1 },
    ...{ minutes: [version('2'), null, null, version('3')], loses: ['i-0'], ends: '3' },
  },
  {
    ...{ ...common, name: 'a rollback', policy: rollingOn(), atLeast: 1 },
    ...{ minutes: [version('2'), ...Array.from({ length: 8 }, () => bad('2'))], ends: '1' },
  },
  {
    ...{ ...common, name: 'a rollout in place', policy: rollingOn({ capacity: 'in-place' }) },
    ...{ minutes: [version('2')], loses: ['i-0'], ends: '2' },
  },
];
