/** `production` and `staging` keep their data when the stack goes; `local` leaves nothing behind. */
export const STAGES = ['production', 'staging', 'local'] as const;
export type Stage = (typeof STAGES)[number];

export const keepsData = (stage: Stage): boolean => stage !== 'local';

/** The stage as written in a context value; production when nothing is written. Throws a sentence otherwise. */
export function stageOf(written: unknown): Stage {
  if (written === undefined) return 'production';
  const stage = STAGES.find((known) => known === written);
  if (stage) return stage;
  throw new Error(`There is no stage '${String(written)}': write --context stage=${STAGES.join('|')}.`);
}
