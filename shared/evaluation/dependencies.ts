import type { Providers } from '../providers/index.ts';
import type { SourceReader } from '../sources/index.ts';
import type { KnownWorkers } from './observe/remembered/known-workers.ts';
import type {
  AcceptedPolicies,
  Activities,
  AlarmStates,
  Announcements,
  Claims,
  ClusterRecords,
  CostRecords,
  EvaluationRecords,
  GroupStates,
  OtherRegions,
  OverflowRecords,
  PriceRecords,
  SizingRecords,
  StageCounters,
  UnavailableOfferings,
} from './ports.ts';
import type { RecordedCase } from './record/recorded-case.ts';
import type { TuningRequests } from './tuning/requests.ts';

/** All ports that an evaluation uses. */
export interface EvaluationDependencies {
  readonly policies: AcceptedPolicies;
  readonly states: GroupStates;
  readonly claims: Claims;
  readonly activities: Activities;
  readonly sources: SourceReader;
  readonly providers: Providers;
  readonly offerings: UnavailableOfferings;
  readonly announcements: Announcements;
  /** What workers cost; without it, nobody knows. */
  readonly prices?: Pick<PriceRecords, 'read' | 'need'>;
  /** Which groups a cluster has; without it, each group is evaluated alone. */
  readonly clusters?: ClusterRecords;
  /** Where costs of past hours are stored; they wait in the state without it. */
  readonly costs?: Pick<CostRecords, 'store'>;
  /** What right-sizing has found; without it, launches use the types of their policies. */
  readonly sizings?: Pick<SizingRecords, 'read' | 'need'>;
  /** What the alarms of rollouts say; without it, a rollout with alarms waits. */
  readonly alarmStates?: AlarmStates;
  /** The stacks in other regions, for groups whose policy has `overflow`; without it, no region is asked. */
  readonly overflow?: OtherRegions & Pick<OverflowRecords, 'noteAsked'>;
  /** Asks for tunings elsewhere; without it, an evaluation tunes the rules that are due by itself. */
  readonly tunings?: TuningRequests;
  /** Where the evaluation is recorded; nowhere without it. */
  readonly evaluations?: Pick<EvaluationRecords, 'append'>;
  /** Where the evaluation is counted; nowhere without it. */
  readonly counts?: Pick<StageCounters, 'add'>;
  /** Receives problems that do not fail the evaluation. */
  readonly warn?: (message: string, cause: unknown) => void;
  /** The workers of calm groups, as long as this process runs; without it, they are listed in every evaluation. */
  readonly knownWorkers?: () => Promise<KnownWorkers>;
  /** ms since the epoch. */
  readonly clock: () => number;
  /** Returns a unique id that sorts by time. It also identifies the launch, so that repeating a launch is safe. */
  readonly newActivityId: (now: number) => string;
  /** Identifies this evaluation in claims: the request of the function, or the shell of an operator. */
  readonly holder: string;
  /** The lease of a claim. It is longer than any evaluation can run. */
  readonly leaseSeconds: number;
  /** Receives every decision with its input, so that it can be repeated elsewhere. */
  readonly record?: (recorded: RecordedCase) => void;
}
