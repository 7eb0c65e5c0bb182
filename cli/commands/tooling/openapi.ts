import { Command } from 'commander';
import { calls, openApi } from '../../../shared/api/index.ts';
import { printJson } from '../../../shared/terminal/index.ts';

export const openApiCommand = new Command('openapi')
  .option('--json', 'print JSON, as always')
  .addHelpText('after', '\nA deployed stage serves the same document at GET /openapi.json.')
  .action(() => printJson(openApi(calls)));
