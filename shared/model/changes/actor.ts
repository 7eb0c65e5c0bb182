/** The ways by which somebody changes something. `unknown`: an edit that left no trace of its author. */
export const THROUGH = ['command', 'api', 'cdk', 'console', 'event', 'unknown'] as const;

/** Longer reasons are refused, so that what is stored of a change is bounded. */
export const LONGEST_BECAUSE = 1000;

/** Who changed something. */
export interface Actor {
  /** The ARN or the name of the caller. */
  readonly by: string;
  readonly through: (typeof THROUGH)[number];
  readonly because?: string;
  /** The computer or the address of the caller. */
  readonly from?: string;
}
