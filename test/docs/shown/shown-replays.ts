import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { REPOSITORY } from '../../../local/paths.ts';
import { blocksOf } from '../markdown.ts';

export interface ShownReplay {
  /** The page, with what the commands print now. */
  readonly text: string;
  /** The files that they have left. */
  readonly files: readonly string[];
}

/** A page's block `sh replay`, run on the policy before it, `web.yaml`; what the last line prints is the block `text replay`. */
export function replayShownIn(page: string, text: string): ShownReplay | undefined {
  const blocks = blocksOf(page, text);
  const shown = blocks.findIndex(({ language, marks }) => language === 'sh' && marks.includes('replay'));
  if (shown < 0) return undefined;
  const policy = blocks.slice(0, shown).findLast(({ language }) => language === 'yaml');
  const outcome = blocks.slice(shown).find(({ language, marks }) => language === 'text' && marks.includes('replay'));
  if (!policy || !outcome) throw new Error(`${page}: a replay needs a policy before it, and an outcome after it`);
  const folder = mkdtempSync(join(tmpdir(), 'headcount-docs-'));
  try {
    writeFileSync(join(folder, 'web.yaml'), policy.text);
    const printed = linesRun(blocks[shown]?.text ?? '', folder);
    const lines = text.split('\n');
    const length = outcome.text === '' ? 0 : outcome.text.split('\n').length;
    lines.splice(outcome.line - 1, length, ...printed.trimEnd().split('\n'));
    return { text: lines.join('\n'), files: readdirSync(folder) };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** `> FILE` keeps what a line prints. Returns what the last one prints; throws when one fails. */
export function linesRun(commands: string, folder: string): string {
  let last = '';
  for (const line of commands.split('\n')) {
    const [command = '', file] = line.split(' > ');
    const words = [join(REPOSITORY, 'cli', 'bin.js'), ...command.split(' ').slice(2)];
    last = execFileSync(process.execPath, words, { cwd: folder, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
    if (file !== undefined) writeFileSync(join(folder, file), last);
  }
  return last;
}
