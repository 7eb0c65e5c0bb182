import { counted, durationText } from '../model/index.ts';
import type { Policy } from '../policy/index.ts';
import { moduleFor } from '../providers/index.ts';
import { type RolloutPrediction, RolloutWalk, type Scenario, ticksIn } from '../simulation/index.ts';
import { rounded } from './result.ts';
import type { Sink } from './sink.ts';

/** What a rollout of the policy's group takes and costs. Its figures are additions to those of the replay. */
export interface PredictedRollout extends RolloutPrediction {
  /** Dollars of the extra worker-hours; 0 without prices. */
  readonly usd: number;
}

/** Predicts a rollout that begins when the scored part of a replay does. */
export class RolloutForecast {
  readonly #walk: RolloutWalk;
  readonly #from: number;

  private constructor(walk: RolloutWalk, from: number) {
    this.#walk = walk;
    this.#from = from;
  }

  /** Null if workers of the policy's provider have no versions. */
  static async of({ provider }: Policy, scenario: Scenario): Promise<RolloutForecast | null> {
    const part = provider && (await moduleFor(provider).rollout?.());
    if (!part) return null;
    const { boot, evaluateEvery: every } = scenario;
    const walk = new RolloutWalk(part.settings(provider), { boot, drain: scenario.drain, every });
    return new RolloutForecast(walk, ticksIn(scenario.burnIn, scenario));
  }

  beside(sink: Sink): Sink {
    return {
      decided: (decision) => sink.decided(decision),
      step: (tick) => {
        if (tick.index >= this.#from) this.#walk.step(tick);
        sink.step(tick);
      },
    };
  }

  result(usdPerHour: number): PredictedRollout {
    const prediction = this.#walk.result();
    return { ...prediction, usd: prediction.extraWorkerHours * usdPerHour };
  }
}

export const rolloutDocument = ({ startedAt, ...figures }: PredictedRollout) => ({
  startedAt: new Date(startedAt).toISOString(),
  ...figures,
  extraWorkerHours: rounded(figures.extraWorkerHours),
  missingWorkerHours: rounded(figures.missingWorkerHours),
  usd: rounded(figures.usd),
});

export function rolloutText(rollout: PredictedRollout): string {
  const { seconds, workers, replaced, added, removed, extraWorkerHours, missingWorkerHours, mostAtOnce, usd } = rollout;
  const takes =
    seconds === null
      ? `of ${counted(workers, 'worker')} does not end within the demand: ${replaced} replaced`
      : `of ${counted(workers, 'worker')} takes ${lengthText(seconds)}: ${replaced} replaced, at most ${mostAtOnce} at once`;
  const meanwhile = [
    ...(added > 0 ? [`scale-outs launched ${added}`] : []),
    ...(removed > 0 ? [`scale-ins or interruptions removed ${removed}`] : []),
  ];
  const waits = [
    ...(rollout.bakeSeconds > 0 ? [`${lengthText(rollout.bakeSeconds)} at checkpoints`] : []),
    ...(rollout.delaySeconds > 0 ? [`${lengthText(rollout.delaySeconds)} of delay`] : []),
  ];
  return [
    `A rollout that starts at ${new Date(rollout.startedAt).toISOString()} ${takes}`,
    ...(meanwhile.length > 0 ? [`meanwhile, ${meanwhile.join(', and ')} of the old version`] : []),
    ...(waits.length > 0 ? [`waits ${waits.join(' and ')}`] : []),
    `${extraWorkerHours.toFixed(2)} extra worker-hours${usd > 0 ? ` ($${usd.toFixed(2)})` : ''}`,
    ...(missingWorkerHours > 0 ? [`${missingWorkerHours.toFixed(2)} worker-hours of missing capacity`] : []),
  ].join('; ');
}

const lengthText = (seconds: number): string => durationText(seconds, { digits: 1 });
