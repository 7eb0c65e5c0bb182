/** `production` and `staging` keep their data when you delete the stack; `local` deletes it. */
export const STAGES = ['production', 'staging', 'local'] as const;
export type Stage = (typeof STAGES)[number];

export const keepsData = (stage: Stage): boolean => stage !== 'local';

/** The stage in a context value; production if there is none. Throws for an unknown stage. */
export function stageOf(written: unknown): Stage {
  if (written === undefined) return 'production';
  const stage = STAGES.find((known) => known === written);
  if (stage) return stage;
  throw new Error(`There is no stage '${String(written)}'. Write --context stage=${STAGES.join('|')}.`);
}
