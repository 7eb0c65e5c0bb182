import { durationText, figure } from '../../model/index.ts';
import type { DemandPoint } from '../demand.ts';
import { type Recording, repeatsInGaps } from './demand-steps.ts';
import type { Scenario } from './scenario.ts';

/** Gaps hardly change a replay if they are this short in total, and at most this share of the recording. */
const FEW_SECONDS = 3600;
const FEW_SHARE = 0.05;

/** A recording that finds its gaps while it is read for something else, because reading a large file takes long. */
export class GapsOfRecording implements Recording {
  readonly #recording: Recording;
  readonly #scenario: Scenario;
  #gaps: Gaps | null = null;

  constructor(recording: Recording, scenario: Scenario) {
    this.#recording = recording;
    this.#scenario = scenario;
  }

  [Symbol.iterator](): Iterator<DemandPoint> {
    return this.#gaps === null ? this.#watched() : this.#recording[Symbol.iterator]();
  }

  /** How much is missing, and how the replay treats it; empty if little is missing. Reads the recording if nobody has. */
  notes(): string[] {
    if (this.#gaps === null) for (const _ of this);
    const { missing, longest, span } = this.#gaps ?? NO_GAPS;
    if (missing <= FEW_SECONDS && missing <= FEW_SHARE * span) return [];
    const treated = repeatsInGaps(this.#recording, this.#scenario)
      ? 'the replay continues the demand from before each gap'
      : 'the replay interpolates demand in gaps';
    const share = figure(Math.round((1000 * missing) / span) / 10);
    return [
      `the recording has no rows for ${lengthText(missing)} (${share} % of its time), and its longest gap is ${lengthText(longest)}; ${treated}`,
    ];
  }

  *#watched(): Generator<DemandPoint> {
    /** How many rows come how many seconds after the one before. */
    const counts = new Map<number, number>();
    let before: number | undefined;
    for (const point of this.#recording) {
      const seconds = before === undefined ? 0 : Math.round((point.at - before) / 1000);
      if (seconds > 0) counts.set(seconds, (counts.get(seconds) ?? 0) + 1);
      before = point.at;
      yield point;
    }
    this.#gaps = gapsIn([...counts], this.#scenario.tick);
  }
}

const lengthText = (seconds: number): string => durationText(seconds, { digits: 1 });

/** In seconds. */
interface Gaps {
  /** In all gaps together. */
  readonly missing: number;
  readonly longest: number;
  /** Length of the whole recording. */
  readonly span: number;
}

const NO_GAPS: Gaps = { missing: 0, longest: 0, span: 0 };

/**
 * Rows that are at least twice as far apart as most rows have a gap between them, unless they are within two steps.
 * `spacings`: seconds between two rows, and how often.
 */
function gapsIn(spacings: readonly (readonly [number, number])[], tick: number): Gaps {
  const [most] = spacings.toSorted(([, one], [, other]) => other - one);
  const usual = Math.max(tick, most?.[0] ?? 0);
  const gaps = spacings.filter(([seconds]) => seconds >= 2 * usual);
  return {
    missing: gaps.reduce((sum, [seconds, count]) => sum + (seconds - usual) * count, 0),
    longest: Math.max(0, ...gaps.map(([seconds]) => seconds - usual)),
    span: spacings.reduce((sum, [seconds, count]) => sum + seconds * count, usual),
  };
}
