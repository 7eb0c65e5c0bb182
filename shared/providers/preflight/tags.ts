import { type Asked, blocked, type Check, passed, unchecked, warned } from '../../model/index.ts';
import { TAG } from '../../names/index.ts';
import { because } from './reasons.ts';

export type Tags = Readonly<Record<string, string>>;

interface Tagged {
  /** The worker group. */
  readonly group: string;
  readonly stage: string;
  /** The tagged resource, with its name: `Auto Scaling group web`. */
  readonly what: string;
}

/**
 * Checks whether the functions of the stage may change the resource with these tags: IAM compares the tag of the stage. Null:
 * the resource does not exist. Describing it shows that.
 */
export function stageTagChecks({ group, stage, what }: Tagged, tags: Asked<Tags | null>): Check[] {
  if ('failure' in tags) return [unchecked(group, tags.failure)];
  if (tags.value === null) return [];
  const found = tags.value[TAG.stage] ?? null;
  if (found === stage) return [passed(group, because['stage-tag-found']({ what, stage }))];
  return [blocked(group, because['stage-tag-missing']({ what, stage, found }), because['remedy-stage-tag']({ stage }))];
}

/** Also checks whether Headcount finds the group of a worker that has an event. */
export function groupTagChecks(tagged: Tagged, tags: Asked<Tags | null>): Check[] {
  const { group, what } = tagged;
  const ofStage = stageTagChecks(tagged, tags);
  if ('failure' in tags || tags.value === null) return ofStage;
  const found = tags.value[TAG.group] ?? null;
  if (found === group) return ofStage;
  const missing = because['group-tag-missing']({ what, group, found });
  return [...ofStage, warned(group, missing, because['remedy-group-tag']({ group }))];
}
