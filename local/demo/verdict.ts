/** What a played demand came to; `--json` prints it. */
export interface DemoSummary {
  /** Evaluations that each trigger caused by itself. */
  readonly evaluations: { readonly schedule: number; readonly alarm: number };
  readonly activities: number;
  /** Workers counted by tag: most, and at the end. */
  readonly peak: number;
  readonly final: number;
  /** Bounds of the policy. */
  readonly min: number;
  readonly max: number;
}

export interface DemoOutcome extends DemoSummary {
  readonly startWorkers: number;
  /** Capacity decided last. */
  readonly desired: number | null;
}

/** What did not come about, as sentences; empty when the demo showed what it should. */
export function shortcomings(outcome: DemoOutcome): string[] {
  const { evaluations, startWorkers, peak, final, desired, min, max } = outcome;
  const claims: [boolean, string][] = [
    [evaluations.schedule > 0, 'the schedule caused no evaluation'],
    [evaluations.alarm > 0, 'no alarm caused an evaluation'],
    [peak > startWorkers, `the group did not grow: it started with ${startWorkers} and peaked at ${peak}`],
    [final < peak, `the group did not shrink: it peaked at ${peak} and ended with ${final}`],
    [desired === final, `the workers counted by tag (${final}) are not the desired capacity (${desired})`],
    [peak <= max && final >= min, `the group left its bounds ${min} to ${max}`],
  ];
  return claims.filter(([holds]) => !holds).map(([, told]) => told);
}
