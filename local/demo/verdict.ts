/** The summary of a demo; `--json` prints it. */
export interface DemoSummary {
  /** The number of evaluations by trigger, without follow-ups. */
  readonly evaluations: { readonly schedule: number; readonly alarm: number };
  readonly activities: number;
  /** Workers counted by tag, at the peak and at the end. */
  readonly peak: number;
  readonly final: number;
  /** Bounds of the policy. */
  readonly min: number;
  readonly max: number;
}

export interface DemoOutcome extends DemoSummary {
  readonly startWorkers: number;
  /** The desired capacity of the last decision. */
  readonly desired: number | null;
}

/** The expectations that the demo did not meet, as sentences; empty when it met all. */
export function shortcomings(outcome: DemoOutcome): string[] {
  const { evaluations, startWorkers, peak, final, desired, min, max } = outcome;
  const claims: [boolean, string][] = [
    [evaluations.schedule > 0, 'the schedule caused no evaluation'],
    [evaluations.alarm > 0, 'no alarm caused an evaluation'],
    [peak > startWorkers, `the group did not scale out: it started with ${startWorkers} and peaked at ${peak}`],
    [final < peak, `the group did not scale in: it peaked at ${peak} and ended with ${final}`],
    [desired === final, `the workers counted by tag (${final}) are not the desired capacity (${desired})`],
    [peak <= max && final >= min, `the group left its bounds ${min} to ${max}`],
  ];
  return claims.filter(([holds]) => !holds).map(([, sentence]) => sentence);
}
