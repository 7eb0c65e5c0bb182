import { groupedBy } from '../../shared/model/index.ts';
import { byRun } from '../full-run.ts';

/** The commit's in a full run; a quick run tries others each time. */
const SEED = process.env['TEST_SEED'] ?? String(Math.random());
/** So many of a rare kind are tried, if there are as many. */
const LEAST = 4;

/**
 * One in `every` of each kind, and more of a rare one: no kind is left out. The seed decides which; `salt` is what
 * another sample of like kinds differs by. What one commit leaves out, others try.
 */
export function sampled<T>(all: readonly T[], kindOf: (each: T) => string, every: number, salt = ''): T[] {
  return [...groupedBy(all, kindOf)].flatMap(([kind, those]) => {
    const step = Math.min(every, Math.ceil(those.length / LEAST));
    const first = spread(`${SEED} ${salt} ${kind}`) % step;
    return those.filter((_, nth) => nth % step === first);
  });
}

/** `quick` of them in a quick run, which the seed decides, and all in a full run. */
export function someOf<T>(all: readonly T[], quick: number, salt: string): T[] {
  const first = spread(`${SEED} ${salt}`);
  const some = Array.from({ length: quick }, (_, nth) => all[(first + nth) % all.length] as T);
  return byRun({ quick: some, full: [...all] });
}

/** FNV-1a: names that differ a little begin at unlike places. */
function spread(text: string): number {
  let hash = 0x811c9dc5;
  for (const letter of text) hash = Math.imul(hash ^ (letter.codePointAt(0) ?? 0), 0x01000193) >>> 0;
  return hash;
}
