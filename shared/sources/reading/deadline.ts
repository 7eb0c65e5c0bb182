import type { SourceReader } from '../source-reader.ts';
import { because } from './failures.ts';
import { unansweredBecause } from './read-failure.ts';

/** How long all requests of one kind may take together. An evaluation that waits longer has no time left to act. */
export const READ_WITHIN_SECONDS = 20;

/** A reader that answers in time: requests of one that hangs fail, and the evaluation goes on without them. */
export function withDeadline<Config>(
  reader: SourceReader<Config>,
  seconds: number = READ_WITHIN_SECONDS,
): SourceReader<Config> {
  return {
    async read(requests, now) {
      let timer: NodeJS.Timeout | undefined;
      const late = new Promise<'late'>((resolve) => {
        timer = setTimeout(resolve, seconds * 1000, 'late');
      });
      const reading = reader.read(requests, now);
      try {
        const answer = await Promise.race([reading, late]);
        if (answer !== 'late') return answer;
        // What it still throws concerns nobody.
        reading.catch(() => {});
        const failure = unansweredBecause(because['read-too-slow']({ seconds }));
        return new Map(requests.map(({ key }) => [key, failure]));
      } finally {
        clearTimeout(timer);
      }
    },
  };
}
