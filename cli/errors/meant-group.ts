import { closeTo, ReasonedError, UserError, type ValidationError } from '../../shared/model/index.ts';
import { phrase, unknownGroup } from '../../shared/presentation/index.ts';

/** The codes of all errors that say that a group doesn't exist. */
const UNKNOWN: ReadonlySet<string> = new Set(['no-such-group', 'control-unknown-group', 'group-unknown']);

/** Adds the table, and the group that was probably meant, to an error about a group that doesn't exist. Only then lists groups. */
export async function withMeantGroup(
  error: unknown,
  { table, groups }: { readonly table: string; readonly groups: () => Promise<readonly string[]> },
): Promise<unknown> {
  if (!(error instanceof UserError || error instanceof ReasonedError) || !UNKNOWN.has(error.reason.code)) return error;
  const { code, params } = error.reason;
  const group = String(params['group']);
  const close = closeTo(group, await groups().catch(() => []));
  if (error instanceof UserError) return close === null ? error : unknownGroup(group, { table }, close);
  const found = { ...params, table, ...(close !== null && { close }) };
  return new ReasonedError({ code, params: found }, error.message, { cause: error });
}

/** The same for the faults of a document that concerns several groups. */
export async function withMeantGroups(
  faults: readonly ValidationError[],
  groups: () => Promise<readonly string[]>,
): Promise<readonly ValidationError[]> {
  const isUnknown = ({ code }: ValidationError) => code === 'push-unknown-group';
  const names = faults.some(isUnknown) ? await groups().catch(() => []) : [];
  return faults.map((fault) => {
    const close = isUnknown(fault) ? closeTo(String(fault.params['group']), names) : null;
    if (close === null) return fault;
    const params = { ...fault.params, close };
    return { ...fault, params, message: phrase({ code: fault.code, params }) };
  });
}
