import { rowOf } from '../../../shared/comparison/result.ts';
import type { Decision } from '../../../shared/decision/index.ts';
import { PageRecorder, pageOf } from '../../../shared/report-page/index.ts';
import {
  parseScenario,
  type Scenario,
  type ScenarioDocument,
  Scorer,
  type Tick,
} from '../../../shared/simulation/index.ts';
import { textReason } from '../../text-reason.ts';

export const START = Date.UTC(2026, 0, 5);

export function scenarioOf(written: ScenarioDocument): Scenario {
  const parsed = parseScenario(written);
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.faults));
  return parsed.value;
}

export const tickOf = (index: number, changes: Partial<Tick> = {}): Tick => ({
  ...{
    index,
    at: START + index * 15_000,
    arrived: 3,
    served: 3,
    lost: 0,
    queued: 0,
    busy: 3,
    oldest: 0,
    started: null,
  },
  ...{ ready: 5, booting: 0, draining: 0, launched: 0, retired: 0, interrupted: 0 },
  ...changes,
});

export const decisionOf = (changes: Partial<Decision> = {}): Decision => {
  const { current = 5, desired = 6 } = changes;
  const change = desired - current;
  const direction = change > 0 ? 'out' : change < 0 ? 'in' : 'hold';
  return {
    ...{ group: 'web', direction, current, desired, change, reason: textReason(`From ${current} to ${desired}.`) },
    ...{ blockedBy: null, retire: [], proposal: desired, fired: [], blind: [] },
    trace: [{ stage: 'rule:cpu', proposed: desired, reason: textReason('because') }],
    ...changes,
  };
};

/** A page that contains this text in every place that displays input. */
export const pageWith = (words: string): string => pageOfPlays([words, `${words} again`], words);

/** A page of plays with decisions. `words`: the text in every other place that displays input. */
export function pageOfPlays(names: readonly string[], words = 'words'): string {
  const scenario = scenarioOf({ kind: 'interactive', workerRate: 1 });
  const recorder = new PageRecorder(scenario, { min: 1 });
  const trace = [{ stage: words, proposed: 6, reason: textReason(words) }];
  for (const name of names) {
    const play = recorder.play(name);
    for (let index = 0; index < 40; index += 1) {
      if (index === 20) play.decided(decisionOf({ reason: textReason(words), trace }));
      play.step(tickOf(index));
    }
  }
  const rows = names.map((name) => rowOf(name, new Scorer(scenario, 1).score(), { hours: 1, losing: () => 1 }));
  return pageOf({ title: words, about: words, lead: words, rows, hours: 1 }, recorder.data());
}
