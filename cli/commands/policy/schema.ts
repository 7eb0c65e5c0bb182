import { Command } from 'commander';
import { policyJsonSchema } from '../../../shared/policy/index.ts';
import { printJson } from '../../../shared/terminal/index.ts';

export const schemaCommand = new Command('schema')
  .option('--json', 'print JSON, as always')
  .addHelpText(
    'after',
    `
To check a policy while you write it, in any editor with the YAML language server:
  npx headcount policy schema > policy.schema.json
and, as the first line of the policy:
  # yaml-language-server: $schema=policy.schema.json
A schema cannot express everything, for example min above max: also run "npx headcount policy validate".`,
  )
  .action(() => printJson(policyJsonSchema()));
