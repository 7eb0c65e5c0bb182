import { readFile, stat } from 'node:fs/promises';
import { buffer } from 'node:stream/consumers';
import { type Document, parseAllDocuments } from 'yaml';
import { STANDARD_INPUT, titleOf } from '../../shared/presentation/index.ts';
import { errors } from '../errors/index.ts';
import { decoderOf } from './decoder.ts';

/** Policies are smaller (a DynamoDB item has at most 400 KB), and so are observations. The limit protects the memory. */
const MOST_MB = 32;
/** Longer documents are tried as JSON first, because parsing a megabyte of YAML takes seconds. */
const LONGEST_BY_HAND = 100_000;
/** Limits the expansion of aliases: a few lines could otherwise become gigabytes. */
const MOST_ALIASES = 100;

/** Every document of a YAML or JSON file; `-` is standard input. Throws an error with line and column for invalid YAML. */
export async function readDocuments(path: string): Promise<unknown[]> {
  const name = nameOf(path);
  const text = textOf(await readBytes(path), name);
  const plain = text.length > LONGEST_BY_HAND ? jsonOf(text) : undefined;
  if (plain !== undefined && plain !== null) return [plain];
  const documents = parseAllDocuments(text, { merge: true, logLevel: 'error', stringKeys: true });
  const faulty = documents.find(({ errors, warnings }) => errors.length + warnings.length > 0);
  if (faulty) throw notYaml(faulty, name);
  // A trailing line of dashes starts an empty document.
  const contents = documents.map((document) => contentOf(document, name)).filter((content) => content !== null);
  if (contents.length === 0) throw errors['input-empty']({ file: name });
  return contents;
}

/** The only document of a file. Throws when there are several. */
export async function readDocument(path: string): Promise<unknown> {
  const documents = await readDocuments(path);
  if (documents.length > 1) throw errors['several-documents']({ file: nameOf(path), documents: documents.length });
  return documents[0];
}

/** The text of a file, unparsed. */
export const readText = async (path: string): Promise<string> => textOf(await readBytes(path), nameOf(path));

export const nameOf = (path: string): string => (path === '-' ? STANDARD_INPUT : path);

/** What an error calls a scenario. `path`: undefined if it is the default one. */
export const scenarioName = (path: string | undefined): string =>
  titleOf('scenario', path === undefined ? '' : nameOf(path));

/** The error for a file that cannot be read. */
export function unreadable(path: string, cause: unknown): Error {
  const { code } = cause as NodeJS.ErrnoException;
  const reasons: Record<string, string> = {
    ENOENT: 'there is no such file',
    EISDIR: 'it is a folder',
    EACCES: 'you have no permission to read it',
  };
  return errors['input-unreadable']({ file: path, why: reasons[code ?? ''] ?? String(code) }, cause);
}

async function readBytes(path: string): Promise<Buffer> {
  const tooLarge = errors['input-too-large']({ file: nameOf(path), megabytes: MOST_MB });
  if (path === '-') {
    const bytes = await buffer(process.stdin);
    if (bytes.length > MOST_MB * 1e6) throw tooLarge;
    return bytes;
  }
  try {
    if ((await stat(path)).size > MOST_MB * 1e6) throw tooLarge;
    return await readFile(path);
  } catch (cause) {
    throw cause === tooLarge ? cause : unreadable(path, cause);
  }
}

/** Decodes UTF-8, or UTF-16 with a byte order mark. Throws for other encodings instead of misreading them. */
function textOf(bytes: Buffer, name: string): string {
  let text: string;
  try {
    text = decoderOf(bytes, { fatal: true }).decode(bytes);
  } catch (cause) {
    throw errors['input-not-text']({ file: name }, cause);
  }
  // UTF-16 without a byte order mark is valid UTF-8, with a zero in each character.
  if (text.includes('\0')) throw errors['input-not-text']({ file: name });
  return text;
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function notYaml(document: Document, name: string): Error {
  const fault = document.errors[0] ?? document.warnings[0];
  const position = fault?.linePos?.[0];
  const where = position ? `${name}:${position.line}:${position.col}` : name;
  const message = fault?.message.split('\n')[0]?.replace(/ at line \d+, column \d+:?$/, '');
  const why = message?.startsWith('Maximum call stack') ? 'it is nested too deeply' : (message ?? '');
  return errors['invalid-yaml']({ where, why }, fault);
}

function contentOf(document: Document, name: string): unknown {
  try {
    return document.toJS({ maxAliasCount: MOST_ALIASES });
  } catch (cause) {
    const why = /alias count/.test((cause as Error).message)
      ? 'its aliases expand to too many values'
      : (cause as Error).message;
    throw errors['invalid-yaml']({ where: name, why }, cause);
  }
}
