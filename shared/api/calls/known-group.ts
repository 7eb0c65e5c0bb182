import { type Preview, preview } from '../../evaluation/index.ts';
import { notDescribed } from '../../presentation/index.ts';
import { apiError } from '../reasons.ts';
import type { ApiUse } from '../use.ts';

/** The error for a group that the stage does not have. */
export const groupNotFound = (group: string) => apiError['group-not-found']({ group, part: 'group' });

/** Throws if the stage has no such group. */
export async function mustExist(group: string, { states }: Pick<ApiUse, 'states'>): Promise<void> {
  if (!(await states.read([group])).has(group)) throw groupNotFound(group);
}

/** The preview of a group whose workers are known. Throws for any other group. */
export async function previewOf(group: string, { evaluation }: Pick<ApiUse, 'evaluation'>): Promise<Preview> {
  const present = await preview(group, evaluation);
  if (!present) throw groupNotFound(group);
  if (present.undescribed) throw notDescribed(group, present.undescribed);
  return present;
}
