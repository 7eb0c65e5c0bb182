import { isDeepStrictEqual } from 'node:util';
import { loadLazyModules } from '../../shared/model/index.ts';
import type { Evidence } from './checker/evidence.ts';
import { unsettled } from './checker/liveness.ts';
import { unsafe } from './checker/safety.ts';
import type { Configuration } from './configuration/configuration.ts';
import { configurationOf } from './configuration/randomized.ts';
import { widened } from './configuration/widened.ts';
import { Chance } from './faults/chance.ts';
import { Stage, type StageUse } from './stage/stage.ts';

const MINUTE = 60_000;
/** Hours in which faults are injected. */
const HOURS = 4;
/** This long after the last fault, nothing may be left to do except a rollout. */
const CALM_MINUTES = 90;
const QUIET_MINUTES = 3;
const LONGEST_PAUSE_MINUTES = 330;

export interface Run {
  readonly seed: number;
  readonly stage: Stage;
  /** Simulated time. */
  readonly days: number;
  /** Minutes from the last fault until everything had come to rest; null: never. */
  readonly settledAfter: number | null;
  readonly faults: readonly string[];
}

export const evidenceOf = ({ configuration, history, ledger, base, now }: Stage): Evidence => ({
  ...{
    configuration,
    now,
    writes: history.writes,
    instances: ledger.instances,
    terminations: ledger.terminations,
    raises: ledger.raises,
  },
  activities: [...base.table.kept.values()].flatMap(({ activities }) => [...activities.values()]),
});

/** One run: all that happens in it follows from its seed, unless some of that is left out. */
export async function run(seed: number, { configuration, ...use }: Partial<Omit<StageUse, 'seed'>> = {}): Promise<Run> {
  await loadLazyModules();
  const chosen = configuration ?? widened(configurationOf(new Chance(seed), HOURS), seed);
  const stage = new Stage({ ...use, seed, configuration: chosen });
  const { faultsUntil } = chosen;
  await stage.play(faultsUntil);
  const open = await settle(stage, faultsUntil);
  const faults = [...unsafe(evidenceOf(stage)), ...stage.wrong, ...open.faults];
  return {
    seed,
    stage,
    days: (stage.now - stage.begin) / (24 * 60 * MINUTE),
    settledAfter: open.after,
    faults: [...new Set(faults)],
  };
}

async function settle(stage: Stage, from: number): Promise<{ after: number | null; faults: readonly string[] }> {
  const calm = calmMinutes(stage.configuration);
  const { after, left } = await rest(stage, from, calm);
  if (after === null) return { after, faults: left.map((what) => `${calm} minutes after the last fault, ${what}`) };
  if (!stage.isPaused) return { after, faults: [] };
  // A process that was paused for hours continues, and must not act on its old plan.
  const resumed = from + LONGEST_PAUSE_MINUTES * MINUTE;
  await stage.play(resumed);
  const again = await rest(stage, resumed, calm);
  return { after, faults: again.after === null ? again.left.map((what) => `after the last pause, ${what}`) : [] };
}

/** Plays until nothing is left to do for a while, or the time is over: the minutes until then, and what is left. */
async function rest(stage: Stage, from: number, minutes: number) {
  const leftNow = () => [...unsettled(evidenceOf(stage)), ...policiesLost(stage)];
  let [quiet, left] = [0, leftNow()];
  for (let minute = 1; minute <= minutes; minute++) {
    await stage.play(from + minute * MINUTE);
    left = leftNow();
    quiet = left.length === 0 ? quiet + 1 : 0;
    if (quiet >= QUIET_MINUTES) return { after: minute - QUIET_MINUTES + 1, left };
  }
  return { after: null, left };
}

/** A rollout replaces one worker after the other. Each may need two evaluations: one launches, the next one terminates. */
function calmMinutes({ groups }: Configuration): number {
  const longest = groups
    .filter(({ versions }) => versions.length > 0)
    .flatMap(({ policies }) => policies.map(({ document }) => document))
    .map(({ capacity, evaluateEvery }) => (2 * Number(capacity?.max) * Number(evaluateEvery)) / 60);
  return CALM_MINUTES + Math.max(0, ...longest);
}

/** The last document that was written is the active one. */
function policiesLost({ configuration, base }: Stage): string[] {
  return configuration.groups.flatMap(({ group, policies }) => {
    const kept = base.table.kept.get(group);
    const version = kept?.state?.policy.version;
    const inForce = version == null ? null : kept?.versions.get(version)?.document;
    return isDeepStrictEqual(inForce, policies.at(-1)?.document) ? [] : [`${group}: the last policy is not in force`];
  });
}

/** The last lines of a run's log, which usually show the cause of a failure. */
export const logOf = ({ stage }: Run, lines = 60): string => stage.log.slice(-lines).join('\n');
