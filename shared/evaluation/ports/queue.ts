/** The body of a message between the schedule and evaluations. The trigger is `schedule` by default. */
export interface EvaluationMessage {
  readonly groups: readonly string[];
  readonly trigger?: 'schedule' | 'worker-event' | 'follow-up';
}

/** The queue between the schedule and evaluations. */
export interface EvaluationQueue {
  /** Queues the groups, with many in one message. */
  send(groups: readonly string[]): Promise<void>;
  /** Queues one group for a follow-up after a delay of at most 900 seconds. */
  sendLater(group: string, seconds: number): Promise<void>;
}
