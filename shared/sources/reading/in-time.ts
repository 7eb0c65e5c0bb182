import { READ_WITHIN_SECONDS } from './deadline.ts';
import { because } from './failures.ts';
import { type ReadFailure, readFailure, unansweredBecause } from './read-failure.ts';

/** Shorter than the deadline of the reader, so that answers that arrived are not lost with those that are missing. */
const START_WITHIN_MS = (READ_WITHIN_SECONDS * 1000) / 2;

/** Some work for each item, a few at a time. What throws fails alone, and what cannot be started in time fails as too slow. */
export async function inTime<Item, Answer>(
  items: readonly Item[],
  atOnce: number,
  work: (item: Item) => Promise<Answer>,
  startWithin: number = START_WITHIN_MS,
): Promise<Map<Item, Answer | ReadFailure>> {
  let isLate = false;
  const timer = setTimeout(() => {
    isLate = true;
  }, startWithin);
  const answers = new Map<Item, Answer | ReadFailure>();
  const waiting = items.values();
  const worker = async () => {
    for (const item of waiting) {
      answers.set(
        item,
        isLate
          ? unansweredBecause(because['read-too-slow']({ seconds: startWithin / 1000 }))
          : await work(item).catch(readFailure),
      );
    }
  };
  await Promise.all(Array.from({ length: Math.min(atOnce, items.length) }, worker)).finally(() => clearTimeout(timer));
  return answers;
}
