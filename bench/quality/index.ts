import type { Benchmark } from '../benchmark.ts';
import { entrantsFor } from './entrants.ts';
import { generated, generatedBursts, generatedCrowds, generatedHours } from './generated.ts';
import { playAll } from './play-all.ts';
import type { Job } from './play-job.ts';
import { isCold, type Recorded, recordingsIn } from './recordings.ts';
import { brokenOf, requirementsOf, requirementsText } from './requirements.ts';
import { MODES, type Mode } from './scenarios.ts';
import { type Measured, measuredOf } from './standings.ts';
import { modeText } from './text.ts';

/** Modes whose demand is generated have requirements for Headcount alone. */
const ONLY_OURS: readonly Mode['plays'][] = ['crowds', 'bursts'];

export const quality: Benchmark = {
  name: 'quality',
  about:
    'cost, loss and actions of every algorithm relative to the optimum, on the recordings in [folder] or generated ones',
  async measure(report, { folder, cold, oursOnly = false } = {}) {
    const recordings = recordingsFor(folder, cold);
    const jobs = MODES.flatMap((mode): Job[] => {
      const isOnlyOurs = oursOnly || ONLY_OURS.includes(mode.plays);
      const entrants = entrantsFor(mode).filter(({ isOurs }) => isOurs || !isOnlyOurs);
      const played = recordings[mode.plays].filter(({ kind }) => kind === mode.kind);
      return played.flatMap((recording) => entrants.map(({ name: entrant }) => ({ recording, mode, entrant })));
    });
    const results = await playAll(jobs, report);
    const measured = MODES.flatMap((mode): Measured[] => {
      const own = results.filter((_, nth) => jobs[nth]?.mode === mode);
      return own.length === 0 ? [] : [measuredOf(mode, own)];
    });
    const requirements = requirementsOf(measured, folder !== undefined);
    return {
      figures: {
        modes: measured.map(({ mode, ...rest }) => ({ mode: mode.name, kind: mode.kind, ...rest })),
        requirements,
      },
      text: [...measured.map(modeText), requirementsText(requirements)].join('\n\n'),
      broken: brokenOf(requirements),
    };
  },
};

function recordingsFor(
  folder: string | undefined,
  cold: string | undefined,
): Readonly<Record<Mode['plays'], readonly Recorded[]>> {
  const recorded = folder === undefined ? generated() : recordingsIn(folder);
  const others = cold === undefined ? [] : recordingsIn(cold);
  return {
    recorded,
    cold: folder === undefined ? [...generatedHours(), ...others] : [...recorded, ...others].filter(isCold),
    crowds: generatedCrowds(),
    bursts: generatedBursts(),
  };
}
