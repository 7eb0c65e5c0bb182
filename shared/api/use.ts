import type {
  Activities,
  EvaluationDependencies,
  EvaluationQueue,
  EvaluationRecords,
  GroupStates,
  PolicyRecords,
  PolicyVersions,
  PushUse,
  StageCounters,
} from '../evaluation/index.ts';
import type { AuditUse, QueueLengths, RepeatedRequests } from '../operations/index.ts';

/** What the calls need of the stage. */
export interface ApiUse {
  /** Cursors are for the stage that they come from. */
  readonly stage: string;
  readonly records: PolicyRecords;
  readonly versions: PolicyVersions;
  readonly activities: Activities;
  readonly states: GroupStates;
  readonly evaluations: EvaluationRecords;
  readonly counts: StageCounters;
  readonly queues: QueueLengths;
  /** To preview decisions; nothing is claimed or resized. */
  readonly evaluation: EvaluationDependencies;
  readonly queue: EvaluationQueue;
  readonly push: PushUse;
  readonly audit: AuditUse;
  readonly requests: RepeatedRequests;
  readonly clock: () => number;
  /** The OpenAPI document. */
  readonly openApi: () => object;
}
