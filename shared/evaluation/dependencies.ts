import type { SourceReader } from '../sources/index.ts';
import type {
  AcceptedPolicies,
  Activities,
  Announcements,
  CallBudget,
  Claims,
  GroupStates,
  LaunchRooms,
  Resizer,
  StatusChecks,
  Targets,
  UnavailableOfferings,
  Workers,
} from './ports.ts';
import type { RecordedCase } from './recorded-case.ts';

/** Everything an evaluation reaches the world through. */
export interface EvaluationDependencies {
  readonly policies: AcceptedPolicies;
  readonly states: GroupStates;
  readonly claims: Claims;
  readonly activities: Activities;
  readonly sources: SourceReader;
  readonly workers: Workers;
  readonly statusChecks: StatusChecks;
  readonly targets: Targets;
  readonly rooms: LaunchRooms;
  readonly budget: CallBudget;
  readonly offerings: UnavailableOfferings;
  readonly resizer: Resizer;
  readonly announcements: Announcements;
  /** ms since the epoch. */
  readonly clock: () => number;
  /** An id that sorts by time, never given twice. It is the launch's idempotency token as well. */
  readonly newActivityId: (now: number) => string;
  /** Who claims: the function's request, or a person's shell. */
  readonly holder: string;
  /** How long a claim lasts; longer than any evaluation can live. */
  readonly leaseSeconds: number;
  /** Told of every decision as it is made, so that it can be made again elsewhere. */
  readonly record?: (recorded: RecordedCase) => void;
}
