import { misuse } from '../../shared/model/index.ts';

export interface OfFile {
  readonly [name: string]: string;
  readonly file: string;
}

/** Files that cannot be read or written. */
export const fileErrors = {
  'input-unreadable': misuse<{ file: string; why: string }>(
    'A file cannot be read.',
    ({ file, why }) => `${file} cannot be read: ${why}`,
  ),
  'input-empty': misuse<OfFile>('A file is empty.', ({ file }) => `${file} is empty`),
  'input-too-large': misuse<{ file: string; megabytes: number }>(
    'A file is too large.',
    ({ file, megabytes }) => `${file} is larger than ${megabytes} MB, which is too large`,
  ),
  'input-not-text': misuse<OfFile>('A file is not UTF-8.', ({ file }) => `${file} is not UTF-8 text: save it as UTF-8`),
  'invalid-yaml': misuse<{ where: string; why: string }>(
    'A file is not YAML or JSON. `where`: the file, line and column.',
    ({ where, why }) => `${where}: invalid YAML: ${why}`,
  ),
  'several-documents': misuse<{ file: string; documents: number }>(
    'A file has several documents where one is expected.',
    ({ file, documents }) => `${file} contains ${documents} documents; exactly one is expected`,
  ),
  'output-unwritable': misuse<{ file: string; why: string }>(
    'A file cannot be written.',
    ({ file, why }) => `${file} cannot be written: ${why}`,
  ),
  'output-exists': misuse<OfFile>(
    'The file to write exists.',
    ({ file }) => `${file} already exists: choose another name, or use --force.`,
  ),
};
