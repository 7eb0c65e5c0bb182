import type { Injection } from './faults/injections.ts';
import type { Run } from './run.ts';

export interface Shrunk {
  /** The shortest run that still fails in the same way. */
  readonly run: Run;
  readonly runs: number;
}

/** Plays the seed again with some of its injections. */
export type Play = (only: ReadonlySet<string>) => Promise<Run>;

const MOST_RUNS = 200;

/**
 * Leaves out more and more of what the seed injected, as long as the run fails in the same way: first halves, then smaller
 * parts, and at last single injections. The latest go first, because most failures follow early.
 */
export async function shrink(failed: Run, play: Play, mostRuns = MOST_RUNS): Promise<Shrunk> {
  const kinds = kindsOf(failed);
  let [run, runs] = [failed, 0];
  const failsWith = async (kept: readonly Injection[]): Promise<boolean> => {
    runs += 1;
    const played = await play(new Set(kept.map(({ key }) => key)));
    const isSame = [...kindsOf(played)].some((kind) => kinds.has(kind));
    if (isSame) run = played;
    return isSame;
  };
  const injected = () => run.stage.injections.list;
  let size = injected().length;
  while (injected().length > 0 && runs < mostRuns) {
    let isShorter = false;
    for (let end = injected().length; end > 0 && runs < mostRuns; end = Math.min(end - size, injected().length)) {
      const kept = injected();
      isShorter = (await failsWith(kept.toSpliced(Math.max(0, end - size), Math.min(size, end)))) || isShorter;
    }
    if (size === 1 && !isShorter) break;
    size = Math.max(1, Math.min(Math.ceil(size / 2), injected().length));
  }
  return { run, runs };
}

/** Faults without names and numbers, which change when something is left out. */
const kindsOf = ({ faults }: Run): Set<string> => new Set(faults.map((fault) => fault.replace(/\d+/g, '0')));
