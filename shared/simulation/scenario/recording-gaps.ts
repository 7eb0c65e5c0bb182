import { durationText, figure } from '../../model/index.ts';
import { type Recording, repeatsInGaps } from './demand-steps.ts';
import type { Scenario } from './scenario.ts';

/** Gaps hardly change a replay if they are this short in total, and at most this share of the recording. */
const FEW_SECONDS = 3600;
const FEW_SHARE = 0.05;

/** Says how much of a recording is missing, and how the replay treats it. Says nothing if little is missing. */
export function gapNotes(recording: Recording, scenario: Scenario): string[] {
  const { missing, longest, span } = gapsIn(recording, scenario.tick);
  if (missing <= FEW_SECONDS && missing <= FEW_SHARE * span) return [];
  const treated = repeatsInGaps(recording, scenario)
    ? 'the replay continues the demand from before each gap'
    : 'the replay interpolates demand in gaps';
  const share = figure(Math.round((1000 * missing) / span) / 10);
  return [
    `the recording has no rows for ${lengthText(missing)} (${share} % of its time), and its longest gap is ${lengthText(longest)}; ${treated}`,
  ];
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

/** Rows that are at least twice as far apart as most rows have a gap between them, unless they are within two steps. */
function gapsIn(recording: Recording, tick: number): Gaps {
  /** How many rows come how many seconds after the one before. */
  const counts = new Map<number, number>();
  let before: number | undefined;
  for (const { at } of recording) {
    const seconds = before === undefined ? 0 : Math.round((at - before) / 1000);
    if (seconds > 0) counts.set(seconds, (counts.get(seconds) ?? 0) + 1);
    before = at;
  }
  const spacings = [...counts];
  const [most] = spacings.toSorted(([, one], [, other]) => other - one);
  const usual = Math.max(tick, most?.[0] ?? 0);
  const gaps = spacings.filter(([seconds]) => seconds >= 2 * usual);
  return {
    missing: gaps.reduce((sum, [seconds, count]) => sum + (seconds - usual) * count, 0),
    longest: Math.max(0, ...gaps.map(([seconds]) => seconds - usual)),
    span: spacings.reduce((sum, [seconds, count]) => sum + seconds * count, usual),
  };
}
