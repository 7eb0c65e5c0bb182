import { Command } from 'commander';
import { printJson } from '../../../shared/terminal/index.ts';
import { policyJsonSchema } from '../../policy-json-schema.ts';

export const schemaCommand = new Command('schema')
  .description('print the JSON Schema of a policy, by which editors complete and check one')
  .option('--json', 'print JSON, as always')
  .addHelpText(
    'after',
    `
To have a policy checked as you write it, in any editor with the YAML language server:
  npx headcount policy schema > policy.schema.json
and, as the first line of the policy:
  # yaml-language-server: $schema=policy.schema.json
What no schema can say (a metric that nothing defines, min above max) "headcount policy validate" tells.`,
  )
  .action(() => printJson(policyJsonSchema()));
