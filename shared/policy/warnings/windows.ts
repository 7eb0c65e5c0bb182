import { closesAt, opensEver, pathText, type ValidationError, type Window } from '../../model/index.ts';
import type { Policy } from '../policy.ts';
import { warning } from './reasons.ts';
import type { WarningCheck } from './warning-check.ts';

/** Windows on one date that have closed for good: whoever applies the policy has a clock. `now`: ms since the epoch. */
export const pastWindows = (policy: Policy, now: number): ValidationError[] =>
  windowsIn(policy, []).flatMap(({ path, window }) => {
    const closed = closesAt(window);
    if (closed === null || closed > now) return [];
    return [warning(pathText([...path, 'on']), 'window-past', { on: window.on ?? '' })];
  });

/** Windows whose cron expression never occurs, such as on 31 February. */
export const shutWindows: WarningCheck = (policy) =>
  windowsIn(policy, []).flatMap(({ path, window: { cron } }) =>
    cron === undefined || opensEver(cron) ? [] : [warning(pathText([...path, 'cron']), 'window-never-opens', { cron })],
  );

interface Placed {
  readonly path: readonly (string | number)[];
  readonly window: Window;
}

/** Windows are wherever a rule or a guard has them. */
function windowsIn(written: unknown, path: readonly (string | number)[]): Placed[] {
  if (Array.isArray(written)) return written.flatMap((each, index) => windowsIn(each, [...path, index]));
  if (typeof written !== 'object' || written === null) return [];
  const fields = written as Record<string, unknown>;
  const start = fields['on'] ?? fields['cron'];
  const isWindow = typeof start === 'string' && typeof fields['timezone'] === 'string';
  if (isWindow) return [{ path, window: written as Window }];
  return Object.entries(fields).flatMap(([name, each]) => windowsIn(each, [...path, name]));
}
