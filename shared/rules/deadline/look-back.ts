/** The period whose mean rate is expected until a worker that is launched now is ready. */
const RATE_SECONDS = 900;
export const rateSteps = (step: number): number => Math.max(1, Math.round(RATE_SECONDS / step));

/** How far back a recommendation reads metrics. All values are in seconds, as in the options of the rule. */
export const lookBack = ({
  startWithin,
  boot,
  step,
}: {
  readonly startWithin: number;
  readonly boot: number;
  readonly step: number;
}): number => Math.max(startWithin, rateSteps(step) * step) + boot + step;
