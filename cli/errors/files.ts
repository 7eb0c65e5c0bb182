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
    () => 'Check its name and its permissions.',
  ),
  'input-empty': misuse<OfFile>(
    'A file is empty.',
    ({ file }) => `${file} is empty`,
    () => 'Check that it is the right file, and that the program that writes it has finished.',
  ),
  'input-too-large': misuse<{ file: string; megabytes: number }>(
    'A file is too large.',
    ({ file, megabytes }) => `${file} is larger than ${megabytes} MB, which is too large`,
    () => 'Split it into several files.',
  ),
  'input-not-text': misuse<OfFile>(
    'A file is not UTF-8.',
    ({ file }) => `${file} is not UTF-8 text`,
    () => 'Save it as UTF-8.',
  ),
  'invalid-yaml': misuse<{ where: string; why: string }>(
    'A file is not YAML or JSON. `where`: the file, line and column.',
    ({ where, why }) => `${where}: invalid YAML: ${why}`,
    ({ why }) =>
      /^(?:Tabs|Map keys)/.test(why)
        ? 'Correct this line.'
        : 'Correct this line; texts with a colon, a # or a leading * need quotes.',
  ),
  'invalid-recording': misuse<{ file: string; why: string }>(
    'A recording of demand or prices is not valid. `why` names the line.',
    ({ file, why }) => `${file}: ${why}`,
    () => 'docs/reference/simulation.md describes the formats.',
  ),
  'several-documents': misuse<{ file: string; documents: number }>(
    'A file has several documents where one is expected.',
    ({ file, documents }) => `${file} contains ${documents} documents; exactly one is expected`,
    () => 'Put each into a file of its own.',
  ),
  'output-unwritable': misuse<{ file: string; why: string }>(
    'A file cannot be written.',
    ({ file, why }) => `${file} cannot be written: ${why}`,
    () => 'Choose another place, or check the permissions of this one.',
  ),
  'output-exists': misuse<OfFile>(
    'The file to write exists.',
    ({ file }) => `${file} already exists`,
    () => 'Choose another name, or use --force.',
  ),
};
