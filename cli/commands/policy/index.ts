import { Command } from 'commander';
import { applyCommand } from './apply.ts';
import { listCommand } from './list.ts';
import { schemaCommand } from './schema.ts';
import { validateCommand } from './validate.ts';

export const policyCommand = new Command('policy')
  .description('scaling policies: one for each worker group')
  .addCommand(validateCommand)
  .addCommand(applyCommand)
  .addCommand(listCommand)
  .addCommand(schemaCommand);
