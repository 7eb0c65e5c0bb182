import { readFile } from 'node:fs/promises';
import { text } from 'node:stream/consumers';
import { parseAllDocuments } from 'yaml';
import { invalid } from './failure.ts';

/** A file's text; `-` is standard input. */
export async function readText(path: string): Promise<string> {
  if (path === '-') return await text(process.stdin);
  try {
    return await readFile(path, 'utf8');
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    const why = code === 'ENOENT' ? 'there is no such file' : code === 'EISDIR' ? 'it is a folder' : String(code);
    throw invalid(`${path} cannot be read: ${why}.`, cause);
  }
}

/** Every document of a YAML file (JSON is YAML). Refuses a broken file with line and column. */
export async function readDocuments(path: string): Promise<unknown[]> {
  const source = await readText(path);
  const documents = parseAllDocuments(source, { prettyErrors: true, maxAliasCount: 100 } as object);
  const list = Array.isArray(documents) ? documents : [];
  const error = list.flatMap((document) => document.errors)[0];
  if (error) {
    const position = error.linePos?.[0];
    const where = position ? `${path}:${position.line}:${position.col}` : path;
    throw invalid(`${where}: this is not YAML: ${error.message.split('\n')[0]}`, error);
  }
  if (list.length === 0) throw invalid(`${path} is empty.`);
  return list.map((document) => document.toJS({ maxAliasCount: 100 }) as unknown);
}

/** The one document of a file. */
export async function readDocument(path: string): Promise<unknown> {
  const documents = await readDocuments(path);
  if (documents.length > 1) throw invalid(`${path} holds ${documents.length} documents; one is wanted here.`);
  return documents[0];
}
