import type { Timing } from '../../forecasting/index.ts';
import type { Winner } from '../learned.ts';
import { highestOf } from '../peaks/highest.ts';
import { workersFor } from '../strategies/candidates.ts';
import { demandAtStart, ENOUGH_SEEN, peakSteps } from './cold-start.ts';
import { demandBeforeCollapse } from './collapse.ts';
import { jumpingDemand } from './jump.ts';
import { steepDemand, unseenDemand } from './unseen.ts';

export interface Floor {
  /** Workers, and what asks for them. */
  readonly floor: number;
  readonly floorBy: 'demand' | 'history' | 'unseen' | 'jump' | 'collapse';
  /** The highest demand of the last five minutes. */
  readonly peak: number;
  readonly isYoung: boolean;
}

const ASKED_BY = ['unseen', 'jump', 'history', 'collapse'] as const;

/** The lowest capacity, whatever the strategy wants: because of recent or unusual demand, or because history is short. */
export class Floors {
  readonly #winner: Winner;
  readonly #recent: ArrayLike<number>;
  readonly #since: number;
  readonly #timing: Timing;

  /** `recent`: demand, the newest last. `since`: how many of these came after the tournament. */
  constructor(winner: Winner, recent: ArrayLike<number>, since: number, timing: Timing) {
    this.#winner = winner;
    this.#recent = recent;
    this.#since = since;
    this.#timing = timing;
  }

  /** As it was with the reading at this index. */
  at(index: number): Floor {
    const [winner, recent, timing] = [this.#winner, this.#recent, this.#timing];
    const seen = winner.seen + (this.#since - (recent.length - 1 - index)) * timing.step;
    const peak = highestOf(recent, index, peakSteps(timing));
    // A strategy that does not meet the objective never goes below the busy workers of the last minutes.
    const busy = workersFor(winner.keeps ? 0 : peak);
    const young = workersFor(demandAtStart(recent, index, { peak, seen, timing }));
    const higher = unseenDemand(recent, peak, { highest: winner.highest, seen, timing }, index);
    const unseen = workersFor(Math.max(higher, steepDemand(recent, index, seen, timing)));
    const before = demandBeforeCollapse(recent, index, { lowest: winner.lowest, timing });
    const collapsed = workersFor(before);
    const { steepest } = winner;
    const jump = workersFor(jumpingDemand(recent, index, { steepest, collapsed: before, seen, timing }));
    const floor = Math.max(young, busy, unseen, jump, collapsed);
    // Where several ask for as many, the first explains it best.
    const asked = { unseen, jump, history: young, collapse: collapsed } as const;
    const floorBy = ASKED_BY.find((each) => asked[each] === floor) ?? 'demand';
    return { floor, floorBy, peak, isYoung: young > 1 && seen < ENOUGH_SEEN };
  }
}
