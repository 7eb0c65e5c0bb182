import type { Intent, Outcome } from '../../evaluation/index.ts';

/** Version 0.1 supported only plain EC2. Its activities still load, so that you can explain them and Headcount can complete unfinished ones. */
const PROVIDER = 'ec2';

interface EarlierLaunch {
  readonly kind: 'launch';
  readonly takeBack: readonly string[];
  readonly vanished: number;
  readonly replaces: number;
  readonly deferred: number;
  readonly token: string;
  readonly onDemand: number;
  readonly spot: number;
  readonly launchTemplate: object;
  readonly pools: readonly object[];
}
interface EarlierRemoval {
  readonly kind: 'retire';
  readonly victims: readonly string[];
  readonly drainUntil: number;
  readonly healthy: boolean;
  readonly replaced: number;
  readonly targetGroups: readonly string[];
}

export function earlierIntent(written: unknown): Intent {
  const intent = written as EarlierLaunch | EarlierRemoval;
  if (intent.kind === 'retire') {
    const { victims, drainUntil, healthy, replaced, targetGroups } = intent;
    const plan = { targetGroups };
    return { kind: 'remove', provider: PROVIDER, plan, workers: victims, drainUntil, cancelable: healthy, replaced };
  }
  const { takeBack, vanished, replaces, deferred, token, onDemand, spot, launchTemplate, pools } = intent;
  const count = onDemand + spot;
  return {
    ...{ kind: 'launch', provider: PROVIDER, count, cancelDrain: takeBack, replacesLost: vanished, replaces, deferred },
    plan: count === 0 ? null : { token, onDemand, spot, launchTemplate, pools },
  };
}

type EarlierOutcome =
  | {
      readonly kind: 'launch';
      readonly launched: readonly { id: string; instanceType: string; market: string }[];
      readonly errors: readonly { code: string; message: string; pools: readonly string[]; capacity: boolean }[];
    }
  | { readonly kind: 'retire'; readonly terminated: readonly string[]; readonly takenBack?: number };

export function earlierOutcome(written: unknown): Outcome | null {
  const outcome = written as EarlierOutcome | null;
  if (outcome === null) return null;
  if (outcome.kind === 'retire') {
    const { terminated, takenBack } = outcome;
    return { kind: 'remove', terminated, ...(takenBack === undefined ? {} : { canceledDrains: takenBack }) };
  }
  return {
    kind: 'launch',
    launched: outcome.launched.map(({ id, instanceType, market }) => ({
      ...{ id, capacityType: market, details: { instanceType, market } },
    })),
    ordered: 0,
    errors: outcome.errors.map(({ pools, ...error }) => ({ ...error, offerings: pools })),
  };
}
