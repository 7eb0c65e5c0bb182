import type { Check } from '../../model/index.ts';
import type { View } from '../layout/view.ts';
import { wrapped } from '../layout/wrapped.ts';
import { commandDocument as reasonDocument } from '../sentences/command-document.ts';
import { commandPhrase as phrase, commandSentence as sentence } from '../sentences/command-sentence.ts';

const MARKS: Readonly<Record<Check['verdict'], string>> = { ok: '✓', warning: '!', blocker: '✗' };

/** The checks as `preflight` prints them: the account first, then each group, each problem with its remedy. */
export function preflightText(checks: readonly Check[], view?: View): string {
  const groups = [...new Set(checks.map(({ group }) => group))];
  const texts = groups.map((group) => {
    const own = checks.filter((check) => check.group === group);
    return [group ?? 'Account', ...own.flatMap(linesOf)].join('\n');
  });
  return wrapped(texts.join('\n\n'), view);
}

function linesOf({ verdict, reason, remedy }: Check): string[] {
  const line = `  ${MARKS[verdict]} ${phrase(reason)}`;
  return remedy ? [line, `      ${sentence(remedy)}`] : [line];
}

/** `12 checks: 10 passed, 1 warning, 1 blocker.` */
export function preflightSummary(checks: readonly Check[]): string {
  const count = (verdict: Check['verdict']) => checks.filter((check) => check.verdict === verdict).length;
  const named = (many: number, what: string) => `${many} ${what}${many === 1 ? '' : 's'}`;
  const counts = `${count('ok')} passed, ${named(count('warning'), 'warning')}, ${named(count('blocker'), 'blocker')}`;
  return `${named(checks.length, 'check')}: ${counts}.`;
}

export const preflightDocument = ({ verdict, group, reason, remedy }: Check): object => ({
  verdict,
  group,
  ...reasonDocument(reason),
  remedy: remedy && reasonDocument(remedy),
});
