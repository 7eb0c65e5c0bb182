import { lazyModule, unitsOf } from '../../../model/index.ts';
import type { CallBudget } from '../../call-budget/index.ts';
import type { ProviderAdapter } from '../../provider-adapter.ts';
import type { Ec2Config } from '../format/config.ts';
import type { Ec2Plan } from '../format/plan.ts';
import type { Ec2Launch, LaunchRooms, Resizer, WarmInstances } from '../ports.ts';
import { admitLaunch, giveBackUnused } from './budget.ts';
import { launchedBefore, launchedNow } from './launched.ts';
import { askedBy, withinRoom } from './limits.ts';

interface Use {
  readonly rooms: LaunchRooms;
  readonly budget: CallBudget;
  readonly resizer: Resizer;
  readonly warm: WarmInstances;
  /** ms since the epoch. */
  readonly clock: () => number;
}

/** How long EC2 certainly remembers a launch's token; https://docs.aws.amazon.com/ec2/latest/devguide/ec2-api-idempotency.html */
const TOKEN_KNOWN_SECONDS = 3600;

/** Launches as far as the account has room and calls; members of a warm pool are started first. */
export function launches({
  rooms,
  budget,
  resizer,
  warm,
  clock,
}: Use): Pick<ProviderAdapter<Ec2Config, Ec2Plan>, 'admit' | 'launch'> {
  return {
    async admit(plan, { urgency, isPreview }) {
      const wanted = launchIn(plan);
      if (wanted.starts) {
        const { admitStarts } = await starting();
        return admitStarts(wanted, { rooms, budget }, { urgency, isPreview }, clock());
      }
      const { launch, reason } = withinRoom(wanted, await rooms.of(wanted.pools));
      const limits = reason ? [reason] : [];
      if (!launch) return { plan: null, count: 0, reasons: limits, drawn: null };
      return admitLaunch(launch, limits, budget, { urgency, isPreview }, clock());
    },

    /**
     * Launches unless the workers already exist. EC2 forgets tokens earlier than tags, so an old launch is found by its tags.
     * While EC2 remembers the token, a partial list is not enough: EC2 may not list the others yet, and a repeated call
     * returns them all.
     */
    async launch({ group, activity, startedAt, plan }, described) {
      const launch = launchIn(plan);
      const there = described.filter((worker) => worker.activity === activity);
      const isTokenKnown = clock() - startedAt < TOKEN_KNOWN_SECONDS * 1000;
      const before = launchedBefore(there, launch);
      const isAll = unitsOf(before.launched) >= askedBy(launch) + unitsOf(launch.starts ?? []);
      if (there.length > 0 && (isAll || !isTokenKnown)) return before;
      if (launch.starts) {
        const { startAndLaunch } = await starting();
        return startAndLaunch({ group, activity }, launch, { resizer, warm, budget, clock });
      }
      const launched = await resizer.launch(group, activity, launch);
      await giveBackUnused(launch, launched, budget);
      return launchedNow(launched, launch);
    },
  };
}

const starting = lazyModule(() => import('../warm/starts.ts'));

function launchIn(plan: Ec2Plan): Ec2Launch {
  if ('token' in plan) return plan;
  throw new Error('the plan removes workers');
}
