import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { Tinypool } from 'tinypool';
import type { Result } from './play.ts';
import type { Job } from './play-job.ts';

/**
 * Plays the jobs in as many processes as there are cores, and returns their results in the same order. Processes instead of
 * threads, because a result contains the processor time of its process. `report` receives the progress.
 */
export async function playAll(jobs: readonly Job[], report: (progress: string) => void): Promise<Result[]> {
  const processes = Math.min(availableParallelism(), jobs.length);
  const pool = new Tinypool({
    filename: join(import.meta.dirname, 'play-job.ts'),
    runtime: 'child_process',
    minThreads: processes,
    maxThreads: processes,
  });
  let played = 0;
  try {
    return await Promise.all(
      jobs.map(async (job) => {
        const result: Result = await pool.run(job);
        played += 1;
        report(`${played} of ${jobs.length}: ${job.mode.name}: ${job.recording.name}, ${job.entrant}`);
        return result;
      }),
    );
  } finally {
    await pool.destroy();
  }
}
