import type { Controlled, ControlledOne } from '../../operations/index.ts';
import { isoText } from '../layout/times.ts';
import { commandDocument } from '../sentences/command-document.ts';
import { manualDocument, manualLines } from '../status/manual-text.ts';

/** What came of a pause, a resume or a size, as JSON. */
export const controlledDocument = ({ group, at, manual, ended, isChanged, notes }: Controlled) => ({
  group,
  at: isoText(at),
  changed: isChanged,
  manual: manualDocument(manual, at),
  ended: manualDocument(ended, at),
  notes: notes.map(commandDocument),
});

export const controlledOneDocument = (one: ControlledOne) =>
  'controlled' in one ? controlledDocument(one.controlled) : { group: one.group, error: commandDocument(one.error) };

/** What is in force now, and what is not any more. */
export function controlledLines({ group, at, manual, ended, isChanged }: Controlled): string[] {
  const present = manualLines(manual, at);
  const past = manualLines(ended, at).map((line) => `${group}: ended: ${line}`);
  const now = present.length === 0 ? ['nothing is set by hand'] : present;
  return [...past, ...now.map((line) => `${group}: ${line}${isChanged ? '' : ' (as before)'}`)];
}
