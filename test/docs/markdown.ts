import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';

const ROOT = join(import.meta.dirname, '..', '..');

/** A fenced block of a page: its language, and the words that follow it on the opening line. */
export interface Block {
  readonly page: string;
  /** Number of the line on which the block's text begins, from 1. */
  readonly line: number;
  readonly language: string;
  readonly marks: readonly string[];
  readonly text: string;
}

/** Every page of the documentation, generated ones included, by its path in the repository. */
export const pages = (): string[] => [
  'README.md',
  ...readdirSync(join(ROOT, 'docs'), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.md'))
    .map((name) => relative(ROOT, join(ROOT, 'docs', name)))
    .sort(),
];

export const pathOf = (page: string): string => join(ROOT, page);
export const existing = (path: string): boolean => existsSync(pathOf(path));
export const readPage = (page: string): string => readFileSync(pathOf(page), 'utf8');

const FENCE = /^```(\S*)(.*)$/;

/** The fenced blocks of a page's text. Throws when one is left open. */
export function blocksOf(page: string, text: string = readPage(page)): Block[] {
  const blocks: Block[] = [];
  let open: { line: number; language: string; marks: string[]; lines: string[] } | undefined;
  text.split('\n').forEach((line, index) => {
    const fence = FENCE.exec(line);
    if (open && line === '```') {
      blocks.push({ page, line: open.line, language: open.language, marks: open.marks, text: open.lines.join('\n') });
      open = undefined;
    } else if (open) open.lines.push(line);
    else if (fence)
      open = {
        line: index + 2,
        language: fence[1] ?? '',
        marks: fence[2]?.split(' ').filter(Boolean) ?? [],
        lines: [],
      };
  });
  if (open) throw new Error(`${page}:${open.line}: a block is left open`);
  return blocks;
}

/** The anchors of a page's headings, as GitHub makes them. */
export function anchorsOf(text: string): string[] {
  const prose = text.replaceAll(/^```[^\n]*\n[\s\S]*?^```$/gm, '');
  return [...prose.matchAll(/^#{1,6} (.+)$/gm)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N}\s_-]/gu, '')
      .trim()
      .replaceAll(' ', '-'),
  );
}

/** Targets of a page's links, without those of code. */
export function linksOf(text: string): string[] {
  const prose = text.replaceAll(/^```[^\n]*\n[\s\S]*?^```$/gm, '').replaceAll(/`[^`\n]*`/g, '');
  return [...prose.matchAll(/\]\(([^)\s]+)\)/g)].map(([, target = '']) => target);
}

/** The text with every link to a file of the repository changed; links elsewhere, anchors and code stay. */
export function linkRewritten(text: string, targetOf: (path: string) => string): string {
  return text
    .split(/(^```[^\n]*\n[\s\S]*?^```$)/m)
    .map((part) =>
      part.startsWith('```')
        ? part
        : part.replaceAll(/\]\(([^)\s#]+)(#[^)\s]*)?\)/g, (link: string, path: string, anchor = '') =>
            /^[a-z]+:/.test(path) ? link : `](${targetOf(path)}${anchor})`,
          ),
    )
    .join('');
}
