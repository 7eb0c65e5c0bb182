import { dirname } from 'node:path';
import { readPage } from '../markdown.ts';

const PATH = 'shared/policy/document/described.ts';
const FIELDS = /^\| field \|.*\n\|[-|]+\n((?:\|.*\n)+)/m;

/** Descriptions by the path of their field, such as `spot.percent`. */
type Described = Record<string, string>;

/** The rows of the first table of fields. In a row with several fields, only the first one may have its path. */
function fieldsOf(text: string): Described {
  const [, table = ''] = FIELDS.exec(text) ?? [];
  const rows = table.trimEnd().split('\n').map(cellsOf);
  return Object.fromEntries(
    rows.flatMap(([fields = '', ...others]) => {
      const names = [...fields.matchAll(/`([^`]+)`/g)].map(([, name = '']) => name);
      const path = names[0]?.includes('.') ? names[0].replace(/[^.]+$/, '') : '';
      const described = sentence(others.at(-1) ?? '');
      return names.map((name) => [name.includes('.') ? name : path + name, described]);
    }),
  );
}

const cellsOf = (row: string): string[] =>
  row
    .split(/(?<!\\)\|/)
    .slice(1, -1)
    .map((cell) => cell.trim());

/** The text of a cell without links, emphasis and notes on where to read more. */
function sentence(cell: string): string {
  const text = cell
    .replaceAll(/ \(\[below\]\([^)]*\)\)/g, '')
    .replaceAll(/\[([^\]]*)\]\([^)]*\)/g, '$1')
    .replaceAll('**', '')
    .replaceAll('\\|', '|');
  return `${text.slice(0, 1).toUpperCase()}${text.slice(1)}${text.endsWith('.') ? '' : '.'}`;
}

function ofRoom(room: string, sources: readonly string[]): Record<string, Described> {
  const own = sources.filter((source) => source.startsWith(`${room}/`));
  return Object.fromEntries(
    own.map((source) => {
      const text = readPage(source);
      const [, other] = /^It has the fields of `([^`]+)`, and:$/m.exec(text) ?? [];
      const inherited = other === undefined ? {} : fieldsOf(readPage(`${room}/${other}/reference.md`));
      return [dirname(source).slice(room.length + 1), { ...inherited, ...fieldsOf(text) }];
    }),
  );
}

function everyRule(): Described {
  const [, section = ''] = readPage('docs/reference/policy.md').split('\n## Rules\n');
  return fieldsOf(section);
}

/** What the tables of the reference say of fields, for the JSON Schema and for `policy diff`. `sources`: the reference texts of the modules. */
export const fieldDescriptions = (sources: () => readonly string[]) => ({
  page: PATH,
  text: (): string => {
    const described = {
      providers: ofRoom('shared/providers', sources()),
      sources: ofRoom('shared/sources', sources()),
      rules: ofRoom('shared/rules', sources()),
      everyRule: everyRule(),
    };
    return `// Generated from the tables of the reference by "npm run docs".
// biome-ignore-all format: it is generated

type Descriptions = Readonly<Record<string, string>>;
interface Described {
  readonly providers: Readonly<Record<string, Descriptions>>;
  readonly sources: Readonly<Record<string, Descriptions>>;
  readonly rules: Readonly<Record<string, Descriptions>>;
  readonly everyRule: Descriptions;
}

/** What the reference says of fields, by the kind that has them and by their path, such as spot.percent. */
export const DESCRIBED: Described = ${JSON.stringify(described, null, 2)};
`;
  },
});
