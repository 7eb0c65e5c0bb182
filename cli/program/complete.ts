import { print } from '../../shared/terminal/index.ts';
import { candidatesFor } from './candidates.ts';

/**
 * Prints what may follow a command line, for the scripts of `headcount completion`: on each line a word, a tab and what it
 * means. The line `:files` says that files may follow, too.
 */
export async function printCandidates(line: readonly string[]): Promise<void> {
  const current = line.at(-1) ?? '';
  const { words, groups, areFiles } = await candidatesFor(line.length === 0 ? [''] : line);
  const names = groups ? await (await import('./group-names.ts')).groupNames(groups.stage) : [];
  const all = [...words, ...names.map((value) => ({ value, description: '' }))];
  const matching = all.filter(({ value }) => value.startsWith(current));
  const lines = matching.map(({ value, description }) => `${value}\t${description}`);
  print([...lines, ...(areFiles ? [':files'] : [])].join('\n'));
  // A call that is still under way must not keep the shell waiting.
  process.exit(0);
}
