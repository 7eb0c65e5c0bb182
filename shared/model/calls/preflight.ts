import { ReasonedError } from '../errors/reasoned-error.ts';
import { define, makers, type Reason } from '../reasons/reason.ts';
import { deniedAction } from '../text/denial.ts';

/** What was found before the first launch. `warning`: it works, but not as well as it should; `blocker`: it cannot work. */
export interface Check {
  readonly verdict: 'ok' | 'warning' | 'blocker';
  /** The group that it concerns; null for the account. */
  readonly group: string | null;
  readonly reason: Reason;
  /** What you can do; null if nothing is wrong. */
  readonly remedy: Reason | null;
}

/** An answer of AWS, or why there is none. */
export type Asked<T> = { readonly value: T } | { readonly failure: AskFailure };

export interface AskFailure {
  /** As IAM writes it, such as `ec2:DescribeSubnets`. */
  readonly action: string;
  readonly resource: string;
  /** The service's own code and message. */
  readonly code: string;
  readonly message: string;
}

/** Reasons and remedies that every check may have. */
export const reasons = {
  'preflight-not-allowed': define<{ action: string; resource: string }>(
    'You may not make a call, so a check was left out.',
    ({ action, resource }) => `Not checked: you may not call ${action} on ${resource}`,
  ),
  'preflight-not-answered': define<{ action: string; error: string }>(
    'A call failed, so a check was left out.',
    ({ action, error }) => `Not checked: ${action} failed with ${error}`,
  ),
  'remedy-allow': define<{ action: string; resource: string }>(
    'Allow yourself the call.',
    ({ action, resource }) => `Allow ${action} on ${resource} for your role, or ask somebody who may call it to check`,
  ),
  'remedy-try-again': define<Record<never, never>>(
    'Try again later.',
    () => 'Run the command again. If the call still fails, check this part by hand',
  ),
};
const because = makers(reasons);

const DENIED = /AccessDenied|UnauthorizedOperation|NotAuthorized|^AuthorizationError/;

/** Whether AWS says that the caller has no permission. */
export const isDenied = (code: string): boolean => DENIED.test(code);

export const passed = (group: string | null, reason: Reason): Check => ({ verdict: 'ok', group, reason, remedy: null });
export const warned = (group: string | null, reason: Reason, remedy: Reason): Check => ({
  verdict: 'warning',
  group,
  reason,
  remedy,
});
export const blocked = (group: string | null, reason: Reason, remedy: Reason): Check => ({
  verdict: 'blocker',
  group,
  reason,
  remedy,
});

/** The check of something that could not be read: a warning that names the missing permission, or the error. */
export function unchecked(group: string | null, { action, resource, code, message }: AskFailure): Check {
  if (isDenied(code)) {
    return warned(
      group,
      because['preflight-not-allowed']({ action, resource }),
      because['remedy-allow']({ action, resource }),
    );
  }
  const error = code === '' ? message : `${code}: ${message}`;
  return warned(group, because['preflight-not-answered']({ action, error }), because['remedy-try-again']({}));
}

/** Whether a check was left out, so that nothing is known. */
export const isUnchecked = ({ reason }: Check): boolean =>
  reason.code === 'preflight-not-allowed' || reason.code === 'preflight-not-answered';

/** Asks, and turns an error into a value. `action` as IAM writes it. */
export async function asked<T>(action: string, resource: string, ask: () => Promise<T>): Promise<Asked<T>> {
  try {
    return { value: await ask() };
  } catch (error) {
    const { code, message } = codeAndMessage(error);
    return { failure: { action: meantBy(action, message), resource, code, message } };
  }
}

/** A check may need several calls, and a denial names the denied one. */
function meantBy(action: string, message: string): string {
  const denied = deniedAction(message);
  return denied === undefined || denied.toLowerCase() === action.toLowerCase() ? action : denied;
}

/** The errors of light calls, and errors with a reason, have the answer of AWS as their cause. */
function codeAndMessage(error: unknown): { code: string; message: string } {
  if (!(error instanceof Error)) return { code: '', message: String(error) };
  let answer = error;
  while (answer.cause instanceof Error && (answer.name === 'Error' || answer instanceof ReasonedError)) {
    answer = answer.cause;
  }
  return { code: answer.name === 'Error' ? '' : answer.name, message: answer.message.replace(/\.$/, '') };
}
