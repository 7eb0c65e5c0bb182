import { pathText } from '../../../model/index.ts';
import { warmPoolOf } from '../../../providers/index.ts';
import { formatOfKind, moduleOf } from '../../../rules/index.ts';
import type { WarningCheck } from '../warning-check.ts';

/** The warnings of each kind of rule. */
export const fromRules: WarningCheck = ({ rules, warmup, provider, capacity: { spare = 0 } }) => {
  const windows = rules.flatMap((rule) => moduleOf(rule).windows?.(rule) ?? []);
  const spares = [spare, ...windows.flatMap((window) => window.spare ?? [])];
  const beside = { warmup, keepsSome: Math.max(...spares) > 0 || warmPoolOf(provider) !== null };
  return rules.flatMap((rule, index) =>
    (formatOfKind(rule.kind)?.warnings?.(rule, beside) ?? []).map((each) => ({
      ...each,
      path: `${pathText(['rules', index])}.${each.path}`,
    })),
  );
};
