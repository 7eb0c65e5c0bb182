import type { Activity } from '../evaluation/index.ts';
import type { Reason } from '../model/index.ts';
import type { EndedWorker, ManagedWorker } from '../providers/index.ts';
import type { StatesRead } from '../state/index.ts';

/** A problem in a stage. */
export interface Finding {
  readonly kind:
    | 'unknown-group'
    | 'released'
    | 'unknown-activity'
    | 'vanished'
    | 'stopped'
    | 'launches-fail'
    | 'overflow-fails'
    | 'rollout-stuck'
    | 'refills-fail'
    | 'leaked-member'
    | 'not-hibernated'
    | 'unfinished'
    | 'missing-record'
    | 'forgotten-mark'
    | 'lost-mark'
    | 'unreadable-report'
    | 'refused-policy'
    | 'unusable-state'
    | 'undescribed'
    | 'evaluations-fail'
    | 'provider-note'
    | 'condition'
    | 'unpublished-events'
    | 'old-prices';
  readonly group: string;
  /** Id of the worker or activity with the problem; null for the group itself. */
  readonly subject: string | null;
  /** The problem. If there is no remedy, the text says what you can do. */
  readonly reason: Reason;
  readonly remedy: 'evaluate' | 'abandon' | 'take-back' | null;
}

/** For information: there is nothing to be done about them. */
const INFORMATION: ReadonlySet<Finding['kind']> = new Set(['vanished', 'released']);
export const needsAttention = ({ kind }: Pick<Finding, 'kind'>): boolean => !INFORMATION.has(kind);

/** The data of a stage that an examination reads. */
export interface Examined {
  readonly states: StatesRead;
  /** All workers of the stage. */
  readonly workers: readonly ManagedWorker[];
  /** The stopped workers of the stage, and those that ended lately. */
  readonly ended: readonly EndedWorker[];
  /** Members of warm pools. */
  readonly members?: readonly ManagedWorker[];
  /** Groups whose workers end after one job. */
  readonly ephemeral: ReadonlySet<string>;
  /** The newest activities of every group, and all existing ones that its state refers to. */
  readonly activities: ReadonlyMap<string, readonly Activity[]>;
  /** Groups that their providers cannot describe, with the reason. */
  readonly undescribed: ReadonlyMap<string, Reason>;
  /** What the providers say about groups. */
  readonly notes: ReadonlyMap<string, readonly Reason[]>;
  readonly now: number;
}
