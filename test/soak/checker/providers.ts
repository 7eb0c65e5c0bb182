import type { Activity } from '../../../shared/evaluation/index.ts';
import type { Evidence } from './evidence.ts';
import type { Raise } from './ledger.ts';

type Asked = Pick<Raise, 'name' | 'from' | 'target'> & { readonly activity: Activity; readonly count: number };

/** Providers that launch workers by themselves do what activities ask for, once. */
export function launchedByProviders(evidence: Evidence): string[] {
  const { activities, raises } = evidence;
  const asked = activities.flatMap(askedBy);
  return [
    ...raises
      .filter((raise) => !asked.some((each) => isSame(raise, each)))
      .map(({ name, from, target }) => `${name} was raised from ${from} to ${target}, and no activity means that`),
    ...evidence.configuration.groups.flatMap(({ group }) => launchedOnce(group, asked, evidence)),
  ];
}

/**
 * A provider launches what activities ask for, and replaces what ends without a call. A process that was paused in its call
 * may raise a number again after its activity was settled. The call has no token, so as many workers more may come.
 */
function launchedOnce(group: string, all: readonly Asked[], { instances, raises, configuration }: Evidence): string[] {
  const launched = [...instances.values()].filter((each) => each.group === group && each.activity === null);
  const asked = all.filter(({ activity }) => activity.group === group);
  const lost = launched.filter(({ ended }) => ended?.by === 'others').length;
  const late = raises.filter((raise) => {
    const same = asked.filter((each) => isSame(raise, each));
    return same.length > 0 && !same.some((each) => isDuring(raise.at, each, configuration.mostSkew));
  });
  const most = sum(asked.map(({ count }) => count)) + lost + sum(late.map(({ from, target }) => target - from));
  return launched.length > most
    ? [`the provider of ${group} launched ${launched.length} workers where ${most} were asked for or lost`]
    : [];
}

function askedBy(activity: Activity): Asked[] {
  const { intent } = activity;
  const plan = intent.kind === 'launch' ? (intent.plan as Raise | null) : null;
  return plan?.target === undefined ? [] : [{ ...plan, activity, count: intent.kind === 'launch' ? intent.count : 0 }];
}

/** A plan of the provider lambda names the function, too. */
const isSame = (raise: Raise, { name, from, target }: Asked): boolean =>
  (raise.name === name || name.endsWith(`/${raise.name}`)) && raise.from === from && raise.target === target;
const isDuring = (at: number, { activity: { startedAt, settledAt } }: Asked, skew: number): boolean =>
  at >= startedAt - skew && (settledAt === null || settledAt === undefined || at <= settledAt + skew);
const sum = (some: readonly number[]): number => some.reduce((total, each) => total + each, 0);
