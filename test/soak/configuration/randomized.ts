import type { Chance } from '../faults/chance.ts';
import type { Outage, Pause } from '../faults/faults.ts';
import type { Configuration, GroupPlan } from './configuration.ts';
import { policyOf, RULE_NAMES } from './policies.ts';

const MINUTE = 60_000;

/** What a seed means: groups, policies, demand and faults for so many hours. */
export function configurationOf(chance: Chance, hours: number): Configuration {
  const faultsUntil = hours * 60 * MINUTE;
  const groups = Array.from({ length: chance.of([1, 1, 2, 3]) }, (_, nth): GroupPlan => {
    const group = `group-${nth}`;
    const rule = chance.of(RULE_NAMES);
    const isRolling = chance.is(0.4);
    const changes = chance.between(0, 2);
    const policies = Array.from({ length: changes + 1 }, (_, n) => ({
      at: n === 0 ? 0 : chance.between(1, hours * 60 - 10) * MINUTE,
      document: policyOf(group, rule, chance, isRolling),
    })).toSorted((one, other) => one.at - other.at);
    const demand: { at: number; workers: number }[] = [{ at: 0, workers: chance.between(0, 5) }];
    for (let at = 0; ; ) {
      at += chance.between(5, 90) * MINUTE;
      if (at >= faultsUntil) break;
      demand.push({ at, workers: chance.between(0, 12) });
    }
    const versions = isRolling && chance.is(0.7) ? [chance.between(10, hours * 60 - 30) * MINUTE] : [];
    return { group, policies, demand, isPushed: rule === 'pushed', versions };
  });
  const moments = (most: number): { from: number; to: number } => {
    const from = chance.between(5, hours * 60 - 5) * MINUTE;
    return { from, to: Math.min(faultsUntil, from + chance.between(1, most) * MINUTE) };
  };
  const outages: Outage[] = Array.from({ length: chance.between(0, 3) }, () => ({
    ...moments(90),
    ...chance.of([
      { service: 'table' as const, share: 1, code: 'ServiceUnavailable' },
      { service: 'table' as const, share: 0.3, code: 'ThrottlingException' },
      { service: 'ec2' as const, share: 1, code: 'InternalError' },
      { service: 'ec2' as const, share: 0.5, code: 'RequestLimitExceeded' },
      { service: 'queue' as const, share: 1, code: 'ServiceUnavailable' },
      { service: 'metrics' as const, share: 0.7, code: 'InternalServiceFault' },
      { service: 'bus' as const, share: 1, code: 'ServiceUnavailable' },
    ]),
  }));
  const settings = {
    ...{ groups, faultsUntil, outages, rate: chance.of([0, 0.001, 0.004, 0.02]) },
    losses: chance.of([0, 0.5, 3]),
    shortages: chance.is(0.4)
      ? [
          {
            ...moments(120),
            room: chance.between(0, 2),
            code: chance.of(['InsufficientInstanceCapacity', 'RequestLimitExceeded']),
          },
        ]
      : [],
    ...{
      pendingFor: chance.of([0, 30_000, 90_000]),
      invisibleFor: chance.of([0, 0, 10_000]),
      mostSkew: chance.of([0, 2000, 20_000]),
    },
  };
  // Last, so that what a seed means otherwise stays the same.
  const pauses = Array.from({ length: chance.of([0, 0, 1, 2]) }, () => pauseFrom(chance, hours));
  return { ...settings, pauses };
}

const PAUSED_CALLS = [
  ...['states.read', 'workers.list', 'sources.read', 'claims.begin', 'claims.resume', 'claims.settle'],
  ...['resizer.launch', 'resizer.terminate', 'resizer.markDraining', 'warm.startMembers', 'budget.take'],
];

/** For longer than EC2 knows a token. */
const pauseFrom = (chance: Chance, hours: number): Pause => ({
  from: chance.between(5, hours * 60 - 5) * MINUTE,
  call: chance.of(PAUSED_CALLS),
  when: chance.of(['before', 'after'] as const),
  lasts: chance.between(65, 300) * MINUTE,
});
