import { type Preview, preview } from '../../evaluation/index.ts';
import { unknownGroup } from '../../operations/index.ts';
import { notDescribed } from '../../presentation/index.ts';
import type { ApiUse } from '../use.ts';

/** Throws if the stage has no such group. */
export async function mustExist(group: string, { states }: Pick<ApiUse, 'states'>): Promise<void> {
  if (!(await states.read([group])).has(group)) throw unknownGroup(group);
}

/** The preview of a group whose workers are known. Throws for any other group. */
export async function previewOf(group: string, { evaluation }: Pick<ApiUse, 'evaluation'>): Promise<Preview> {
  const present = await preview(group, evaluation);
  if (!present) throw unknownGroup(group);
  if (present.undescribed) throw notDescribed(group, present.undescribed);
  return present;
}
