import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ERROR_CATALOGS } from '../../../cli/errors/index.ts';
import { CATALOGS } from '../../../shared/presentation/index.ts';
import { pathOf } from '../markdown.ts';

const HEAD = `<!-- Generated from the catalogs of reasons by "npm run docs". -->
# Codes

A reason is a code with parameters; the text that you read is made from them. Codes and parameters are stable, texts are not. In JSON, \`reason\`, \`because\` and \`message\` are texts, next to \`code\` and \`params\`.
`;

/** Titles of the sections, by the beginning of the path; the rest of the path is the kind. In the page's order. */
const SECTIONS: readonly (readonly [RegExp, string])[] = [
  [/^shared\/decision\/outcome/, 'Decisions'],
  [/^shared\/decision\//, 'Steps of a decision'],
  [/^shared\/rules\/common\//, 'Any rule'],
  [/^shared\/rules\/([^/]+)\//, 'Rule `$1`'],
  [/^shared\/evaluation\/push\//, 'Pushed values'],
  [/^shared\/evaluation\//, 'Evaluations and activities'],
  [/^shared\/(?:model\/calls|operations|providers(?:\/\w+)?)\/preflight/, 'Command `preflight`'],
  [/^shared\/providers\/(?:(?:pricing|reports|rollout)\/)?reasons/, 'Any provider'],
  [/^shared\/providers\/([^/]+)\/(?:.*)/, 'Provider `$1`'],
  [/^shared\/sources\/reading\//, 'Any source'],
  [/^shared\/sources\/([^/]+)\//, 'Source `$1`'],
  [/^shared\/policy\//, 'Validation of a policy'],
  [/^shared\/(?:model|state)\//, 'Values and state'],
  [/^shared\/(adopt)\//, 'Command `$1`'],
  [/^shared\/operations\/(redrive)\//, 'Command `$1`'],
  [/^shared\/operations\//, 'Command `doctor`'],
  [/^(?:cli|shared\/presentation)\//, 'Errors of commands'],
  [/^shared\/api\//, 'Errors of the HTTP API'],
  [/^shared\//, 'Other'],
];

interface Listed {
  readonly section: number;
  readonly title: string;
  readonly code: string;
  readonly params: readonly string[];
}

/** Every code of the catalogs with its meaning; the parameters' names are read from the types in the source. */
export function codeReference(): string {
  const meanings = new Map(
    [...CATALOGS, ...ERROR_CATALOGS].flatMap((catalog) =>
      Object.entries(catalog).map(([code, { meaning }]) => [code, meaning] as const),
    ),
  );
  const listed = sources().flatMap((source) => codesIn(source).filter(({ code }) => meanings.has(code)));
  const missing = [...meanings.keys()].filter((code) => !listed.some((each) => each.code === code));
  if (missing.length > 0) throw new Error(`codes that no source defines: ${missing.join(', ')}`);
  const sections = [...new Map(listed.map(({ section, title }) => [title, section]))].toSorted(
    ([title, section], [otherTitle, other]) => section - other || title.localeCompare(otherTitle, 'en'),
  );
  const parts = sections.map(([title]) => {
    const rows = listed
      .filter((each) => each.title === title)
      .map(
        ({ code, params }) =>
          `| \`${code}\` | ${meanings.get(code)} | ${params.map((name) => `\`${name}\``).join(', ')} |`,
      );
    return `## ${title}\n\n| code | meaning | parameters |\n|---|---|---|\n${[...new Set(rows)].join('\n')}\n`;
  });
  return `${HEAD}\n${parts.join('\n')}`;
}

interface Source {
  /** From the root of the repository. */
  readonly path: string;
  readonly text: string;
}

const sources = (): Source[] =>
  ['cli', 'shared'].flatMap((top) =>
    readdirSync(pathOf(top), { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.ts'))
      .sort()
      .map((name) => ({ path: `${top}/${name}`, text: readFileSync(pathOf(`${top}/${name}`), 'utf8') }))
      .filter(({ path, text }) => /\b(?:define|failure|misuse)</.test(text) && !DEFINING.has(path)),
  );

const DEFINING = new Set(['shared/model/reasons/reason.ts', 'shared/model/errors/user-error.ts']);
/** What declares a code, with the type of its parameters. */
const MAKERS = new Set(['define', 'failure', 'misuse']);

const CODE = /^ {2}(?:'([\w-]+)'|(\w+)): (\w+)(?=[<(])/gm;

function codesIn(source: Source): Listed[] {
  const { path, text } = source;
  const section = SECTIONS.findIndex(([pattern]) => pattern.test(path));
  const [pattern, title] = SECTIONS[section] ?? [/^/, 'Other'];
  const named = title.replace('$1', pattern.exec(path)?.[1] ?? '');
  return [...text.matchAll(CODE)].map((match) => {
    const [whole, quoted, plain, maker = ''] = match;
    const at = MAKERS.has(maker)
      ? match.index + whole.length
      : text.indexOf('define<', text.indexOf(`const ${maker} =`)) + 6;
    return { section, title: named, code: quoted ?? plain ?? '', params: namesIn(bracketed(text, at), source) };
  });
}

/** What stands between the angle bracket at `start` and its match. */
function bracketed(text: string, start: number): string {
  let depth = 0;
  for (let at = start; at < text.length; at += 1) {
    if (text[at] === '<') depth += 1;
    else if (text[at] === '>' && text[at - 1] !== '=') depth -= 1;
    if (depth === 0) return text.slice(start + 1, at);
  }
  return '';
}

/** Field names of a type expression: its own, and those of the types that it names. */
function namesIn(type: string, source: Source): string[] {
  const own = type.replaceAll(/\/\*\*[\s\S]*?\*\//g, '');
  const outside = own.replaceAll(/\{[^{}]*\}/g, ' ');
  const aliases = [...outside.matchAll(/\b([A-Z]\w+)\b/g)].flatMap(([, name = '']) => {
    const { path, text } = declaring(name, source);
    const alias = new RegExp(`(?:type|interface) ${name}(?: =)? ([\\s\\S]*?)(?:;\\n(?![ }])|\\n\\n)`).exec(text)?.[1];
    return alias === undefined ? [] : namesIn(alias, { path, text: text.replace(`${name} =`, '') });
  });
  const fields = [...own.matchAll(/[{;,]\s*(?:readonly )?(\w+)\??:/g)].map(([, name = '']) => name);
  return [...new Set([...aliases, ...fields])];
}

/** The file that declares a type: the file itself, or one that it imports or exports the type from. */
function declaring(name: string, source: Source): Source {
  const [, from] =
    new RegExp(`(?:im|ex)port (?:type )?\\{[^}]*\\b${name}\\b[^}]*\\} from '(\\.[^']+)'`).exec(source.text) ?? [];
  if (from === undefined) return source;
  const path = join(source.path, '..', from);
  return declaring(name, { path, text: readFileSync(pathOf(path), 'utf8') });
}
