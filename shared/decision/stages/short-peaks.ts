import type { Policy } from '../../policy/index.ts';
import type { DecisionContext } from '../context.ts';
import { because } from './because.ts';
import { constrained, type Stage } from './draft.ts';

/** How many boots back earlier peaks count. */
const PAST_BOOTS = 8;
/** The longest history, because it is stored with the state. */
const MOST_PAST_SECONDS = 14_400;
/** Share of a boot by which a peak may outlast an earlier one. */
const LONGER = 0.25;
/** New workers may be ready earlier than `warmup` says, but hardly within this share of it. */
const WITHOUT_NEW = 0.5;

/** Seconds of proposals and changes that the stage looks back on; 0 if it does nothing. */
export const shortPeakSeconds = ({ behavior, warmup }: Pick<Policy, 'behavior' | 'warmup'>): number =>
  behavior.out.shortPeaks === 'ignore' ? Math.min(MOST_PAST_SECONDS, PAST_BOOTS * warmup) : 0;

/**
 * Launches no workers for a peak that will be over before they are ready, as far as earlier peaks show: each had asked for
 * as much and was met by no more workers. What was asked for when new workers would have been ready is what they are
 * launched for.
 */
export const shortPeaks: Stage = (draft, context) => {
  const { current } = context;
  if (draft.capacity <= current || shortPeakSeconds(context.policy) === 0) return draft;
  const needed = neededWhenReady(draft.capacity, context);
  if (needed === null || needed >= draft.capacity) return draft;
  const capacity = Math.max(current, needed);
  const reason = because['short-peak']({ boot: context.warmup, capacity, needed });
  return constrained(draft, 'short-peaks', capacity, reason, 'stabilization');
};

/** The most that was asked for when workers launched in an earlier peak would have been ready; null without such a peak. */
function neededWhenReady(asked: number, { observation: { now, history }, current, warmup }: DecisionContext) {
  const past = new Past(history.proposals, history.changes, current);
  const boot = warmup * 1000;
  const peaks = past.peaks(asked);
  const present = peaks.at(-1);
  const age = present && present.end >= now ? now - present.start : 0;
  const needed = peaks.flatMap(({ start, end }) => {
    const moment = start + age;
    const ready = moment + boot;
    // What is asked for now is being decided.
    if (ready >= now || moment > end + LONGER * boot) return [];
    // A peak that was met by more workers than there are now says nothing, unless it fell before those were ready.
    const hadFallen = past.hasFallen(start, start + WITHOUT_NEW * boot);
    if (past.most(start, hadFallen ? start : ready) > current) return [];
    return [past.asked(ready)];
  });
  return needed.length === 0 ? null : Math.max(...needed);
}

interface Peak {
  /** The last moment before it. */
  readonly start: number;
  readonly end: number;
}

/** What was asked for and how large the group was. A proposal holds up to its moment, and from the one before. */
class Past {
  readonly #proposals: readonly { readonly at: number; readonly value: number }[];
  readonly #changes: readonly { readonly at: number; readonly by: number }[];
  readonly #current: number;

  constructor(
    proposals: readonly { at: number; value: number }[],
    changes: readonly { at: number; by: number }[],
    current: number,
  ) {
    this.#proposals = proposals.toSorted((one, other) => one.at - other.at);
    this.#changes = changes;
    this.#current = current;
  }

  /** When at least so much was asked for, from each beginning that is known. */
  peaks(least: number): Peak[] {
    const peaks: Peak[] = [];
    let start: number | null = null;
    let end: number | null = null;
    for (const { at, value } of this.#proposals) {
      if (value >= least) end = at;
      else {
        if (start !== null && end !== null) peaks.push({ start, end });
        start = at;
        end = null;
      }
    }
    return start !== null && end !== null ? [...peaks, { start, end }] : peaks;
  }

  asked(at: number): number {
    return this.#proposals.find((proposal) => proposal.at > at)?.value ?? 0;
  }

  hasFallen(from: number, to: number): boolean {
    const between = this.#proposals.filter(({ at }) => at > from && at <= to).map(({ value }) => value);
    return this.asked(to) < Math.max(...between);
  }

  /** The largest that the group was meant to be between two moments. */
  most(from: number, to: number): number {
    const sizeAt = (moment: number) =>
      this.#current - this.#changes.reduce((sum, { at, by }) => sum + (at > moment ? by : 0), 0);
    const moments = this.#changes.map(({ at }) => at).filter((at) => at > from && at <= to);
    return Math.max(...[from, ...moments].map(sizeAt));
  }
}
