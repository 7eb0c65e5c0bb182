import { expect } from 'vitest';
import { type Block, blocksOf } from './markdown.ts';

export interface ShownCommand {
  /** As a shell takes it, without `npx headcount`. */
  readonly words: readonly string[];
  readonly lines: readonly string[];
}

const PROMPT = '$ npx headcount ';

/** The commands of a page's block `text terminal`, each with the lines that it is shown to print. `…` stands for any lines. */
export function commandsShownIn(page: string): ShownCommand[] {
  const block: Block | undefined = blocksOf(page).find(({ marks }) => marks.includes('terminal'));
  const shown: { words: string[]; lines: string[] }[] = [];
  for (const line of block?.text.split('\n') ?? []) {
    if (line.startsWith(PROMPT)) shown.push({ words: wordsOf(line.slice(PROMPT.length)), lines: [] });
    else shown.at(-1)?.lines.push(line);
  }
  return shown;
}

const wordsOf = (line: string): string[] =>
  [...line.matchAll(/'([^']*)'|(\S+)/g)].map(([, quoted, plain]) => quoted ?? plain ?? '');

/** Ids and times differ from run to run. */
const lasting = (line: string): string =>
  line
    .replaceAll(/\bi-[0-9a-f]{17}\b/g, 'i-…')
    .replaceAll(/\b\d+ s ago\b/g, 'N s ago')
    .replaceAll(/\b\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2} UTC\b/g, 'TIME')
    .replaceAll(/ +/g, ' ')
    .trim();

/** Fails when the shown lines are not among the printed ones, in this order. A line that ends in `…` shows a beginning. */
export function expectShown({ words, lines }: ShownCommand, printed: string): void {
  const rest = printed.split('\n').map(lasting);
  for (const line of lines.filter((each) => each !== '…').map(lasting)) {
    const isIt = (each: string) => (line.endsWith('…') ? each.startsWith(line.slice(0, -1)) : each === line);
    const at = rest.findIndex(isIt);
    expect(at, `"${line}" in what "headcount ${words.join(' ')}" prints:\n${printed}`).toBeGreaterThanOrEqual(0);
    rest.splice(0, at + 1);
  }
}
