/** What workers and their work are on a recording on which rules are tried. Times in seconds. */
export interface TrialWork {
  /** `queue`: tasks wait. */
  readonly kind: 'interactive' | 'queue';
  /** Units per second that one worker serves. */
  readonly perWorker: number;
  /** Of tasks; 0 where nothing waits. */
  readonly taskSeconds: number;
  readonly startWithin: number;
  readonly boot: number;
  /** Share of the demand that may be lost. */
  readonly lost: number;
}

/** Rules with the settings with which one would start. They read the metrics `cpu`, `requests`, `queued` and `running`. */
export interface Trial {
  readonly name: string;
  readonly rules: readonly Readonly<Record<string, unknown>>[];
}

/** Why a kind of rule is not tried. */
export type NotTried = 'rule-without-queue' | 'rule-without-requests' | 'rule-by-the-clock' | 'rule-of-each-worker';

export type Trials = (work: TrialWork) => readonly Trial[] | NotTried;

/** Loads of a worker, in percent: with much room, and with little, for what comes while others boot. */
export const TRIAL_LOADS: readonly number[] = [60, 80];

/** So much of the requests for each worker, without the noise of floating point. */
export const requestsAt = (load: number, { perWorker }: TrialWork) => ({
  metric: 'requests',
  value: Number(((load / 100) * perWorker).toPrecision(6)),
  per: 'worker',
});
