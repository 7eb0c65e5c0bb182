export interface Mention {
  readonly line: number;
  readonly text: string;
  readonly kind: string;
}

/**
 * Where a text names a kind as code that tests for it does: as a string, as a property of something, or as one of several
 * keys of a table. A document that is written (`kind: 'target'`, `sqs: { … }`), a type and a comment are no tests.
 */
export function mentionsOfKinds(text: string, kinds: readonly string[]): Mention[] {
  const lines = text.split('\n');
  const code = withoutComments(text).split('\n');
  const named = (line: string): string[] => [...stringsIn(line, kinds), ...propertiesIn(line, kinds)];
  const own = code.map(named);
  const keys = code.map((line) => keysIn(line, kinds));
  const tables = linesOfTables(code);
  return code.flatMap((line, index) => {
    const beside = [index - 1, index + 1].filter((other) => indentOf(code[other]) === indentOf(line));
    const isTable = tables.has(index) || new Set([index, ...beside].flatMap((other) => keys[other] ?? [])).size > 1;
    const found = [...(own[index] ?? []), ...(isTable ? (keys[index] ?? []) : [])];
    return [...new Set(found)].map((kind) => ({ line: index + 1, text: (lines[index] ?? '').trim(), kind }));
  });
}

/** The lines of constants that are tables: a table of one kind looks like a document, but for its name. */
function linesOfTables(code: readonly string[]): ReadonlySet<number> {
  const lines = new Set<number>();
  let indent: number | null = null;
  code.forEach((line, index) => {
    if (indent !== null && indentOf(line) <= indent && line.trim() !== '') indent = null;
    if (indent !== null) lines.add(index);
    if (!/\bconst [A-Z][A-Z0-9_]*\b.* = (?:new Map\()?\{/.test(line)) return;
    lines.add(index);
    if (/\{\s*$/.test(line)) indent = indentOf(line);
  });
  return lines;
}

const withoutComments = (text: string): string =>
  text
    .replaceAll(/\/\*.*?\*\//gs, (comment) => comment.replaceAll(/[^\n]/g, ''))
    .replaceAll(/^(\s*)\/\/.*$|\s\/\/ .*$/gm, '$1');

const indentOf = (line = ''): number => line.search(/\S/);

/** A document's own kind, names of AWS's services, and types that choose fields. */
const NO_TEST = /\bkind: '[^']*'|\bservice: \[?'[^']*'|\b(?:Pick|Omit)<[^>]*>|\b[A-Z]\w*\['[^']*'\]/g;

const stringsIn = (line: string, kinds: readonly string[]): string[] =>
  [...line.replaceAll(NO_TEST, '').matchAll(/(['"`])([\w-]+)\1/g)]
    .map(([, , word = '']) => word)
    .filter((word) => kinds.includes(word));

/** Fields that are named as sources are; rules have fields such as `target`, too, so that those say nothing. */
const SOURCE_FIELD =
  /(?<!\b(?:clients|import[^;]*))[.?]\.?(cloudwatch|sqs|formula|pushed)\b(?!\.ts)|\{ (cloudwatch|sqs|formula|pushed)(?: = [^}]*)?(?:, [^}]*)? \} =/g;

const propertiesIn = (line: string, kinds: readonly string[]): string[] =>
  [...line.matchAll(SOURCE_FIELD)].map(([, one, other]) => one ?? other ?? '').filter((word) => kinds.includes(word));

const keysIn = (line: string, kinds: readonly string[]): string[] =>
  [...line.matchAll(/(?:^\s*|[{,] )([\w]+): (?!\{|readonly)/g)]
    .map(([, key = '']) => key)
    .filter((key) => kinds.includes(key));
