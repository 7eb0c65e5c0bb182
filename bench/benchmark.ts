/** One thing that is measured. */
export interface Benchmark {
  readonly name: string;
  /** What it measures, in a few words. */
  readonly about: string;
  /** Measures; takes seconds to a minute. `tell` hears how far it is. */
  measure(tell: (progress: string) => void, wish?: Wish): Promise<Findings>;
}

/** What a person may want of a benchmark that has a choice. */
export interface Wish {
  /** Recordings to play. */
  readonly folder?: string | undefined;
  readonly oursOnly?: boolean | undefined;
}

export interface Findings {
  /** The figures, as JSON carries them. */
  readonly figures: unknown;
  /** The same for people. */
  readonly text: string;
  /** What must hold and does not, a sentence each. Aims that depend on the machine are told in the text only. */
  readonly broken: readonly string[];
}

/** Ms of processor time that the work takes, garbage collection and all: what else the machine does counts for little. */
export function cpuMs(work: () => void): number {
  const start = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(start);
  return (user + system) / 1000;
}

/** The middle one, so that one round disturbed by the machine's other work counts for nothing. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((one, other) => one - other);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? Number.NaN) + upper) / 2;
}
