export interface Benchmark {
  readonly name: string;
  /** Short description of the measurement. */
  readonly about: string;
  /** Measures, which takes between seconds and minutes. `report` receives the progress. */
  measure(report: (progress: string) => void, options?: BenchmarkOptions): Promise<Findings>;
}

/** Options for benchmarks that support them. */
export interface BenchmarkOptions {
  /** Folder with recordings to simulate. */
  readonly folder?: string | undefined;
  /** Folder with further recordings of cold starts. */
  readonly cold?: string | undefined;
  /** Leave out the other autoscalers. */
  readonly oursOnly?: boolean | undefined;
}

export interface Findings {
  /** The figures for JSON output. */
  readonly figures: unknown;
  /** The figures as text. */
  readonly text: string;
  /** Requirements that are not met, as sentences. Goals that depend on the machine are reported only in the text. */
  readonly broken: readonly string[];
}

/** Processor time of the work in ms, including garbage collection. Other load on the machine has little effect on it. */
export function cpuMs(work: () => void): number {
  const start = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(start);
  return (user + system) / 1000;
}

/** The median, which a single disturbed round does not affect. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((first, second) => first - second);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? Number.NaN) + upper) / 2;
}
