import { readFileSync } from 'node:fs';
import { dirname, relative, resolve } from 'node:path';

const FROM = /^(import|export) (\{[^}]*\}|\*(?: as \w+)?) from '(\.[^']*)';$/gm;
const ON_DEMAND = /\bimport\('(\.[^']*)'\)/g;
const DECLARED = /^export (?:async )?(?:function|const|class) (\w+)/gm;

interface Specifier {
  /** Its name where it is defined, and where it is used. */
  readonly name: string;
  readonly as: string;
}
/** Everything that a file exports, as one object. */
const ALL = '*';

/** Where an export of an index.ts is defined. */
interface Origin {
  readonly file: string;
  readonly name: string;
}

/**
 * A TypeScript file and all that it imports, as texts by their paths from `root`. What is imported through an `index.ts`
 * is imported from the file that defines it. esbuild splits code by files: it counts everything that an index.ts lists,
 * and anything loads on demand, as needed at the start by whoever imports that index.ts. `change` makes further changes
 * to the text of each file; `path` is the path of the file from the root.
 */
export function withDirectImports(
  entry: string,
  root: string,
  change: (text: string, path: string) => string,
): Map<string, string> {
  const texts = new Map<string, string>();
  const found = new Set([entry]);
  for (const file of found) {
    const text = directly(readFileSync(file, 'utf8'), file);
    const path = relative(root, file);
    texts.set(path, change(text, path));
    for (const [, , , from = ''] of text.matchAll(FROM)) found.add(resolve(dirname(file), from));
    for (const [, from = ''] of text.matchAll(ON_DEMAND)) found.add(resolve(dirname(file), from));
  }
  return texts;
}

/** The text of a file with direct imports. Types are left out: nothing imports them when it runs. */
function directly(text: string, file: string): string {
  return text.replaceAll(FROM, (statement, keyword: string, names: string, path: string) => {
    if (!path.endsWith('/index.ts') || names.startsWith('*')) return statement;
    const index = resolve(dirname(file), path);
    return specifiersOf(names)
      .map(({ name, as }) => {
        const origin = originOf(index, name) ?? { file: index, name };
        const from = relative(dirname(file), origin.file);
        const what = origin.name === ALL ? `* as ${as}` : `{ ${origin.name} as ${as} }`;
        return `${keyword} ${what} from '${from.startsWith('.') ? from : `./${from}`}';`;
      })
      .join('\n');
  });
}

/** Where a name that a file exports is defined; undefined if the file does not export it. */
function originOf(file: string, name: string): Origin | undefined {
  const text = readFileSync(file, 'utf8');
  if ([...text.matchAll(DECLARED)].some(([, declared]) => declared === name)) return { file, name };
  for (const [, keyword, names = '', path = ''] of text.matchAll(FROM)) {
    if (keyword !== 'export') continue;
    const from = resolve(dirname(file), path);
    if (names === `* as ${name}`) return { file: from, name: ALL };
    const inner = names === '*' ? name : specifiersOf(names).find(({ as }) => as === name)?.name;
    if (inner === undefined) continue;
    const origin = originOf(from, inner);
    if (origin) return origin;
    if (names !== '*') return { file: from, name: inner };
  }
  return undefined;
}

const specifiersOf = (names: string): Specifier[] =>
  (names.startsWith('{') ? names : '{}')
    .slice(1, -1)
    .split(',')
    .map((each) => each.trim())
    .filter((each) => each !== '' && !each.startsWith('type '))
    .map((each) => {
      const [name = '', as = name] = each.split(' as ');
      return { name, as };
    });
