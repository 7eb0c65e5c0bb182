import { Command } from 'commander';
import { documentSchema } from '../../../shared/documents/index.ts';
import { printJson } from '../../../shared/terminal/index.ts';
import { DOCUMENTS } from '../../documents/index.ts';
import { errors } from '../../errors/index.ts';

export const schemaCommand = new Command('schema')
  .argument('<command...>', 'the words of the command, such as status or policy list; or error')
  .option('--json', 'print JSON, as always')
  .action((words: string[]) => {
    const document = DOCUMENTS[words.join(' ')];
    if (!document) throw errors['no-such-document']({ command: words.join(' '), commands: Object.keys(DOCUMENTS) });
    printJson(documentSchema(document));
  });
