/** Body of a message between schedule and evaluation; without a trigger it is the schedule's. */
export interface EvaluationMessage {
  readonly groups: readonly string[];
  readonly trigger?: 'schedule' | 'worker-event' | 'follow-up';
}

/** The queue between schedule and evaluation. */
export interface EvaluationQueue {
  /** Queues the groups, many a message. */
  send(groups: readonly string[]): Promise<void>;
  /** Queues one group for a follow-up in so many seconds, 900 at most. */
  sendLater(group: string, seconds: number): Promise<void>;
}
