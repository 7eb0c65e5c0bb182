import { overspent } from './budgets.ts';
import { overspentTogether } from './clusters.ts';
import type { Evidence } from './evidence.ts';
import type { Instance } from './ledger.ts';
import { policyIn } from './parsed.ts';
import { launchedByProviders } from './providers.ts';
import { replacedTunings } from './tunings.ts';

/** Violations of the invariants, one sentence each. */
export function unsafe(evidence: Evidence): string[] {
  return [
    ...tokens(evidence),
    ...claims(evidence),
    ...launches(evidence),
    ...terminations(evidence),
    ...policies(evidence),
    ...overspent(evidence),
    ...overspentTogether(evidence),
    ...replacedTunings(evidence),
    ...launchedByProviders(evidence),
  ];
}

/** Each token belongs to one request. */
const tokens = ({ activities }: Evidence): string[] =>
  activities.flatMap(({ id, outcome }) =>
    outcome && 'errors' in outcome && outcome.errors.some(({ code }) => code === 'IdempotentParameterMismatch')
      ? [`the token of ${id} was used with other parameters`]
      : [],
  );

function claims({ writes, configuration }: Evidence): string[] {
  return writes.flatMap(({ at, call, group, before, after, activity }) => {
    const where = `${call} of ${group}`;
    const [from, to] = [before?.claim ?? null, after.claim];
    const revision = before?.revision ?? 0;
    if (call === 'claims.settle' && !from) return [`${where} settled an activity that had no claim`];
    const isSame =
      from?.activity === to?.activity && from?.holder === to?.holder && from?.leaseUntil === to?.leaseUntil;
    if (isSame) return after.revision < revision ? [`${where} lowered the revision`] : [];
    const faults = after.revision > revision ? [] : [`${where} changed the claim and not the revision`];
    if (from && to && from.leaseUntil > at + configuration.mostSkew)
      faults.push(`${where} replaced a claim whose lease still ran`);
    const isKept = from && after.drains.some((drain) => drain.activity === from.activity);
    if (from && to && from.activity !== to.activity && !isKept)
      faults.push(`${where} replaced the claim of ${from.activity}, which is lost`);
    if (from && !to && activity?.id === from.activity) {
      if (activity.status === 'claimed' && call !== 'claims.abandon')
        faults.push(`${where} released the claim of ${from.activity}, which is not settled`);
      if (activity.holder !== from.holder)
        faults.push(`${where} settled ${from.activity}, which ${from.holder} had claimed, for ${activity.holder}`);
    }
    return faults;
  });
}

/** An activity launches what it claimed. It launches a worker again only if that worker was ended from outside. */
function launches({ instances, activities }: Evidence): string[] {
  const known = new Map(activities.map((activity) => [activity.id, activity]));
  const by = new Map<string, Instance[]>();
  for (const instance of instances.values())
    if (instance.activity !== null) by.set(instance.activity, [...(by.get(instance.activity) ?? []), instance]);
  return [...by].flatMap(([id, launched]) => {
    const activity = known.get(id);
    if (!activity) return [`${launched.map((each) => each.id)} were launched, and no activity says so`];
    const { intent, group, outcome } = activity;
    const wanted = intent.kind === 'launch' || intent.kind === 'pool' ? intent.count : 0;
    const lost = launched.filter(({ ended }) => ended?.by === 'others').length;
    const told = new Set(outcome && 'launched' in outcome ? outcome.launched.map((each) => each.id) : []);
    const untold = launched.filter((each) => each.ended === null && !told.has(each.id));
    return [
      ...(launched.length > wanted + lost ? [`${id} launched ${launched.length} where ${wanted} were claimed`] : []),
      ...launched
        .filter((each) => each.group !== group)
        .map((each) => `${each.id} was launched for ${each.group} by ${id} of ${group}`),
      ...(untold.length > 0 && activity.status !== 'claimed'
        ? [`${untold.map((each) => each.id)} run, and ${id} does not name them`]
        : []),
    ];
  });
}

/** A worker is terminated only if an activity of its group has chosen it, and never below the group's minimum. */
function terminations({ terminations: ended, activities, instances, configuration }: Evidence): string[] {
  const meant = new Map<string, Set<string>>();
  for (const { group, intent } of activities) {
    const ids = intent.kind === 'remove' ? intent.workers : intent.kind === 'pool' ? intent.drop : [];
    const some = meant.get(group) ?? new Set();
    for (const id of ids) some.add(id);
    meant.set(group, some);
  }
  const least = new Map(
    configuration.groups.map(({ group, policies: some }) => [
      group,
      Math.min(...some.map(({ document }) => policyIn(document)?.capacity.min ?? 0)),
    ]),
  );
  return ended.flatMap(({ at, group, id, isMember }) => {
    const isMeant = meant.get(group)?.has(id) === true || instances.get(id)?.hadStopped === true;
    const faults = isMeant ? [] : [`${id} of ${group} was terminated, and no activity means that`];
    if (isMember) return faults;
    const left = [...instances.values()].filter(
      (each) => each.group === group && !each.isMember && (each.ended === null || each.ended.at > at),
    ).length;
    const lost = [...instances.values()].some((each) => each.group === group && each.ended?.by === 'others');
    return left < (least.get(group) ?? 0) && !lost ? [...faults, `${group} was left with ${left} workers`] : faults;
  });
}

/** The active version is only replaced by newer ones. */
const policies = ({ writes }: Evidence): string[] =>
  writes.flatMap(({ call, group, before, after }) =>
    (before?.policy.version ?? 0) > (after.policy.version ?? 0)
      ? [`${call} of ${group} went back to version ${after.policy.version}`]
      : [],
  );
