import { comparedWith } from '../../../shared/comparison/compared.ts';
import { type Play, replayOf, run, type Scenario } from '../../../shared/simulation/index.ts';
import type { Replays } from '../shown/replays.ts';

/** What a picture shows: plays of one demand, within some hours. */
export interface Scene {
  readonly file: string;
  readonly title: string;
  readonly world: string;
  readonly demand: string;
  /** Policies of the page, or other autoscalers as `--compare` knows them. */
  readonly plays: readonly string[];
  readonly from: string;
  readonly hours: number;
}

/** Figures of one step after the other. */
export interface Lines {
  readonly name: string;
  /** Workers' worth of demand, and what of it was lost. */
  readonly demand: number[];
  readonly ready: number[];
  readonly lost: number[];
  /** Seconds that the oldest waiting task has waited. */
  readonly oldest: number[];
}

const MOST = { min: 0, max: 1000 };

/** Each play of the scene from the demand's start; what came before `from` is left out. */
export function linesOf(scene: Scene, replays: Replays): Lines[] {
  const world = replays.world(scene.world);
  const from = Date.parse(scene.from);
  const until = from + scene.hours * 3_600_000;
  return scene.plays.map((name) => {
    const lines: Lines = { name, demand: [], ready: [], lost: [], oldest: [] };
    for (const tick of run(playOf(name, scene, world, replays))) {
      if (tick.at < from) continue;
      if (tick.at >= until) break;
      lines.demand.push(tick.arrived);
      lines.ready.push(tick.ready);
      lines.lost.push(tick.lost);
      lines.oldest.push(tick.oldest * world.tick);
    }
    return lines;
  });
}

function playOf(name: string, scene: Scene, world: Scenario, replays: Replays): Play {
  const demand = replays.demand(scene.demand, scene.world);
  if (name.endsWith('.yaml')) {
    const replay = replayOf(replays.policy(name), world, demand);
    if (!replay.ok) throw new Error(`${name}: ${JSON.stringify(replay.faults)}`);
    return replay.value;
  }
  const [other] = comparedWith(name, world, 1);
  if (!other) throw new Error(`nobody is called ${name}`);
  return { scenario: world, demand, controller: other.controller, bounds: MOST };
}
