import { closeTo, ReasonedError, UserError } from '../../shared/model/index.ts';
import { unknownGroup } from '../../shared/presentation/index.ts';

/** The errors that say that no such group exists, of whichever room. */
const UNKNOWN: ReadonlySet<string> = new Set(['no-such-group', 'control-unknown-group', 'group-unknown']);

/** The error with the group that was probably meant, if it says that no such group exists. The groups are listed only then. */
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
