import { closeTo, ReasonedError, UserError } from '../../shared/model/index.ts';
import { unknownGroup } from '../../shared/presentation/index.ts';

/** The codes of all errors that say that a group doesn't exist. */
const UNKNOWN: ReadonlySet<string> = new Set(['no-such-group', 'control-unknown-group', 'group-unknown']);

/** Adds the group that was probably meant to an error that says that a group doesn't exist. Groups are listed only for it. */
export async function withMeantGroup(
  error: unknown,
  { table, groups }: { readonly table: string; readonly groups: () => Promise<readonly string[]> },
): Promise<unknown> {
  if (!(error instanceof UserError || error instanceof ReasonedError) || !UNKNOWN.has(error.reason.code)) return error;
  const { code, params } = error.reason;
  const group = String(params['group']);
  const close = closeTo(group, await groups().catch(() => []));
  if (close === null) return error;
  if (error instanceof UserError) return unknownGroup(group, { table }, close);
  return new ReasonedError({ code, params: { ...params, close } }, error.message, { cause: error });
}
