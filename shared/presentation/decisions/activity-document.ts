import type { Activity, Intent, LaunchOutcome, Outcome } from '../../evaluation/index.ts';
import type { Reason } from '../../model/index.ts';
import type { WarmPool } from '../../providers/index.ts';
import { type ReasonDocument, reasonDocument } from '../sentences/reason-document.ts';
import { sentence } from '../sentences/sentence.ts';
import { decisionDocument } from './decision-document.ts';
import type { DecisionDocument } from './read-decision.ts';

/** An activity as JSON for people, under the public key names. The fields of the provider's plan are merged into the intent. */
export interface ActivityDocument extends Omit<Activity, 'decision' | 'notes' | 'intent' | 'outcome' | 'error'> {
  readonly notes: readonly ReasonDocument[];
  /** What kept the activity from doing all of it, as text. */
  readonly error: string | null;
  readonly errorReason: Reason | null;
  readonly decision: DecisionDocument;
  readonly intent: IntentDocument;
  readonly outcome: OutcomeDocument | null;
}

/** The JSON also has the fields of the provider's plan. */
export type IntentDocument =
  | {
      readonly kind: 'launch';
      readonly provider: string;
      readonly count: number;
      readonly inUnits?: true;
      readonly takeBack: readonly string[];
      readonly vanished: number;
      readonly replaces: number;
      readonly deferred: number;
    }
  | {
      readonly kind: 'retire';
      readonly provider: string;
      readonly victims: readonly string[];
      /** ms since the epoch. */
      readonly drainUntil: number;
      readonly healthy: boolean;
      readonly replaced: number;
    }
  | {
      readonly kind: 'pool';
      readonly provider: string;
      readonly count: number;
      readonly park: readonly string[];
      readonly drop: readonly string[];
      readonly state: WarmPool['state'];
    };

export type OutcomeDocument =
  | {
      readonly kind: 'launch';
      readonly launched: readonly ({ readonly id: string } & Readonly<Record<string, string>>)[];
      readonly ordered: number;
      readonly errors: readonly {
        readonly code: string;
        readonly message: string;
        readonly pools: readonly string[];
      }[];
    }
  | {
      readonly kind: 'retire';
      readonly terminated: readonly string[];
      readonly takenBack?: number;
      readonly returned?: readonly string[];
    }
  | {
      readonly kind: 'pool';
      readonly launched: readonly ({ readonly id: string } & Readonly<Record<string, string>>)[];
      readonly parked: readonly string[];
      readonly dropped: readonly string[];
      readonly errors: readonly {
        readonly code: string;
        readonly message: string;
        readonly pools: readonly string[];
      }[];
    };

export const activityDocument = (activity: Activity): ActivityDocument => ({
  ...activity,
  decision: decisionDocument(activity.decision),
  notes: activity.notes.map(reasonDocument),
  error: activity.error && sentence(activity.error),
  errorReason: activity.error,
  intent: intentDocument(activity.intent),
  outcome: activity.outcome && outcomeDocument(activity.outcome),
});

export function intentDocument(intent: Intent): IntentDocument {
  const { plan, provider } = intent;
  if (intent.kind === 'launch') {
    const { count, inUnits, cancelDrain, replacesLost, replaces, deferred } = intent;
    return {
      kind: 'launch',
      provider,
      count,
      takeBack: cancelDrain,
      vanished: replacesLost,
      replaces,
      deferred,
      ...(inUnits && { inUnits }),
      ...(plan as object | null),
    };
  }
  if (intent.kind === 'pool') {
    const { count, park, drop, state } = intent;
    return { kind: 'pool', provider, count, park, drop, state, ...(plan as object | null) };
  }
  const { workers, drainUntil, cancelable, replaced } = intent;
  return {
    kind: 'retire',
    provider,
    victims: workers,
    drainUntil,
    healthy: cancelable,
    replaced,
    ...(plan as object | null),
  };
}

export function outcomeDocument(outcome: Outcome): OutcomeDocument {
  if (outcome.kind === 'launch') {
    return {
      kind: 'launch',
      launched: outcome.launched.map(({ id, details, warm }) => ({ id, ...details, ...(warm && { warm: 'true' }) })),
      ordered: outcome.ordered,
      errors: outcome.errors.map(errorDocument),
    };
  }
  if (outcome.kind === 'pool') {
    const { launched, parked, dropped, errors } = outcome;
    return {
      kind: 'pool',
      launched: launched.map(({ id, details }) => ({ id, ...details })),
      parked,
      dropped,
      errors: errors.map(errorDocument),
    };
  }
  const { terminated, canceledDrains, returned } = outcome;
  return {
    kind: 'retire',
    terminated,
    ...(canceledDrains === undefined ? {} : { takenBack: canceledDrains }),
    ...(returned && { returned }),
  };
}

const errorDocument = ({ offerings, ...error }: LaunchOutcome['errors'][number]) => ({ ...error, pools: offerings });
