/** The body of a message between the schedule and evaluations. The trigger is `schedule` by default. */
export interface EvaluationMessage {
  readonly groups: readonly string[];
  readonly trigger?: 'schedule' | 'worker-event' | LaterTrigger;
  /** Seconds that the message was to wait; 0 by default. */
  readonly after?: number;
}

/** Why a group is evaluated beside the schedule: after a resize, for a push, or because its policy asks for more often. */
export type LaterTrigger = 'follow-up' | 'push' | 'interval';

export interface SendOptions {
  /** Those of a bundle are in the same message. */
  readonly bundles?: readonly (readonly string[])[];
  /** More groups, by the seconds that they wait before. */
  readonly later?: ReadonlyMap<number, readonly string[]>;
}

/** The queue between the schedule and evaluations. */
export interface EvaluationQueue {
  /** Queues the groups, with many in one message. */
  send(groups: readonly string[], options?: SendOptions): Promise<void>;
  /** Queues the groups for an evaluation after a delay of at most 900 seconds. */
  sendLater(groups: readonly string[], seconds: number, trigger: LaterTrigger): Promise<void>;
}
