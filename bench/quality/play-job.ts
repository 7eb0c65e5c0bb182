import { entrantsFor } from './entrants.ts';
import { play, type Result } from './play.ts';
import type { Recorded } from './recordings.ts';
import type { Mode } from './scenarios.ts';

/** One simulation, for a process of its own. */
export interface Job {
  readonly recording: Recorded;
  readonly mode: Mode;
  /** The name of the entrant. */
  readonly entrant: string;
}

export default function playJob({ recording, mode, entrant }: Job): Result {
  const known = entrantsFor(mode).find(({ name }) => name === entrant);
  if (!known) throw new Error(`no entrant ${entrant} in ${mode.name}`);
  return play(recording, mode, known);
}
