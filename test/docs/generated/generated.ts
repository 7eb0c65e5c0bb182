import { readdirSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { existing, linkRewritten, pages, pathOf, readPage } from '../markdown.ts';
import { alertReference } from './alert-reference.ts';
import { apiReference } from './api-reference.ts';
import { codeReference } from './code-reference.ts';
import { commandReference } from './command-reference.ts';
import { fieldDescriptions } from './field-descriptions.ts';
import { policyEdition } from './policy-edition.ts';

/** Rooms whose modules bring their own reference text, and the folder of the documentation in which it appears. */
const MODULE_ROOMS = { 'shared/rules': 'rules', 'shared/sources': 'sources', 'shared/providers': 'providers' } as const;
type ModuleRoom = keyof typeof MODULE_ROOMS;
const TITLES: Readonly<Record<ModuleRoom, string>> = {
  'shared/rules': 'Rules',
  'shared/sources': 'Metric sources',
  'shared/providers': 'Providers',
};

export interface GeneratedPage {
  readonly page: string;
  readonly text: () => string | Promise<string>;
}

/** Paths of the modules' reference texts, in the repository. */
export const referenceTexts = (): string[] =>
  Object.keys(MODULE_ROOMS).flatMap((room) =>
    readdirSync(pathOf(room), { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map(({ name }) => `${room}/${name}/reference.md`)
      .filter(existing)
      .sort(),
  );

const pageOf = (source: string): string => {
  const room = dirname(dirname(source)) as ModuleRoom;
  return `docs/reference/${MODULE_ROOMS[room]}/${source.split('/').at(-2)}.md`;
};

/** The module's text, its links as seen from the documentation. */
function referencePage(source: string): GeneratedPage {
  const page = pageOf(source);
  const targetOf = (path: string): string => {
    const absolute = join(dirname(source), path);
    const linked = referenceTexts().includes(absolute) ? pageOf(absolute) : absolute;
    return relative(dirname(page), linked);
  };
  return { page, text: () => `${noteOn(source)}\n${linkRewritten(readPage(source), targetOf)}` };
}

export const noteOn = (source: string): string => `<!-- Generated from ${source} by "npm run docs". -->`;

/** A list of a room's kinds, each with the first paragraph of its page. */
function kindsPage(room: ModuleRoom): GeneratedPage {
  const rows = (): string[] =>
    referenceTexts()
      .filter((source) => source.startsWith(`${room}/`))
      .map((source) => {
        const kind = source.split('/').at(-2);
        const [, summary = ''] = readPage(source).split('\n\n');
        return `| [\`${kind}\`](${kind}.md) | ${summary.replaceAll('\n', ' ').replaceAll(/\[([^\]]*)\]\([^)]*\)/g, '$1')} |`;
      });
  const text = () =>
    `${noteOn(`${room}/*/reference.md`)}\n# ${TITLES[room]}\n\n| kind | |\n|---|---|\n${rows().join('\n')}\n`;
  return { page: `docs/reference/${MODULE_ROOMS[room]}/README.md`, text };
}

/** All generated pages of the documentation, and the generated files of the source. */
export const generatedPages = (): GeneratedPage[] => [
  ...(Object.keys(MODULE_ROOMS) as ModuleRoom[]).map(kindsPage),
  ...referenceTexts().map(referencePage),
  { page: 'docs/reference/commands.md', text: commandReference },
  { page: 'docs/reference/codes.md', text: codeReference },
  { page: 'docs/reference/api.md', text: apiReference },
  { page: 'docs/reference/alerts.md', text: alertReference },
  policyEdition,
  fieldDescriptions(referenceTexts),
];

/** Every text that somebody writes: the pages that are not generated, and the modules' reference texts. */
export function writtenPages(): string[] {
  const generated = new Set(generatedPages().map(({ page }) => page));
  return [...pages().filter((page) => !generated.has(page)), ...referenceTexts()];
}
