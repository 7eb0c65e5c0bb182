/** The last evaluation of a group for something that was pushed. */
export interface Wake {
  /** When it was queued for: now or, soon after another one, later. ms since the epoch. */
  readonly at: number;
  /** The group's values that it was for, by metric, without those that have changed since. */
  readonly values: Readonly<Record<string, number>>;
}

/** Remembers evaluations for pushes, so that many pushes at once cause one evaluation. */
export interface Wakes {
  /** Consistent reads. A group that was never evaluated for a push is missing. */
  read(groups: readonly string[]): Promise<ReadonlyMap<string, Wake>>;
  /** Notes the next one. Writes nothing and returns `false` if another one was noted since `seen` was read. */
  note(group: string, wake: Wake, seen: Wake | null): Promise<boolean>;
}
