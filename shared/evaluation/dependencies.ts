import type { Providers } from '../providers/index.ts';
import type { SourceReader } from '../sources/index.ts';
import type {
  AcceptedPolicies,
  Activities,
  Announcements,
  Claims,
  GroupStates,
  UnavailableOfferings,
} from './ports.ts';
import type { RecordedCase } from './recorded-case.ts';

/** Everything through which an evaluation reaches the outside. */
export interface EvaluationDependencies {
  readonly policies: AcceptedPolicies;
  readonly states: GroupStates;
  readonly claims: Claims;
  readonly activities: Activities;
  readonly sources: SourceReader;
  readonly providers: Providers;
  readonly offerings: UnavailableOfferings;
  readonly announcements: Announcements;
  /** ms since the epoch. */
  readonly clock: () => number;
  /** An id that sorts by time and is unique. It identifies the launch as well, however often that is repeated. */
  readonly newActivityId: (now: number) => string;
  /** Who claims: the function's request, or a person's shell. */
  readonly holder: string;
  /** How long a claim lasts; longer than any evaluation can live. */
  readonly leaseSeconds: number;
  /** Gets every decision as it is made, so that it can be made again elsewhere. */
  readonly record?: (recorded: RecordedCase) => void;
}
