import { inChunks } from '../../model/index.ts';
import { codeOf, instancesIn, isDenied, isInstanceNotFound } from './errors.ts';

/** CreateTags, DeleteTags and TerminateInstances each accept at most 1,000 ids. */
export const IDS_PER_CALL = 1000;

/**
 * Calls for instances in chunks. EC2 rejects a whole call because of one instance that it no longer knows, so the call is
 * repeated without that instance. If a permission depends on tags, EC2 answers `UnauthorizedOperation` instead of
 * `InvalidInstanceID.NotFound`, because the instance has no tags any more. `present` then returns those that are still
 * there; if this is all of them, the permission is missing, and the error is thrown.
 * https://github.com/runs-on/terraform-aws-runs-on/issues/60
 */
export async function onPresent(
  ids: readonly string[],
  call: (ids: string[]) => Promise<unknown>,
  present: (ids: readonly string[]) => Promise<readonly string[]>,
): Promise<void> {
  for (const chunk of inChunks(ids, IDS_PER_CALL)) await withoutMissing(chunk, call, present);
}

async function withoutMissing(
  ids: readonly string[],
  call: (ids: string[]) => Promise<unknown>,
  present: (ids: readonly string[]) => Promise<readonly string[]>,
): Promise<void> {
  if (ids.length === 0) return;
  try {
    await call([...ids]);
  } catch (error) {
    const rest = await remaining(ids, error, present);
    if (rest.length === ids.length) throw error;
    await withoutMissing(rest, call, present);
  }
}

async function remaining(
  ids: readonly string[],
  error: unknown,
  present: (ids: readonly string[]) => Promise<readonly string[]>,
): Promise<readonly string[]> {
  const code = codeOf(error);
  if (isDenied(code)) {
    const still = new Set(await present(ids));
    return ids.filter((id) => still.has(id));
  }
  if (!isInstanceNotFound(code)) return ids;
  const missing = new Set(instancesIn(error));
  return ids.filter((id) => !missing.has(id));
}
