import { createInterface } from 'node:readline/promises';
import { UserError } from '../../../shared/model/index.ts';
import { type Deleted, deletePolicy, deletionOf, refused } from '../../../shared/operations/index.ts';
import { print, printJson, printNote } from '../../../shared/terminal/index.ts';
import { becauseOption, commandActor } from '../../actor.ts';
import { groupArgument, type StageOptions, stageCommand, withDeployment } from '../../aws.ts';

interface Options extends StageOptions {
  readonly because?: string;
  readonly yes?: boolean;
}

const EFFECT: Readonly<Record<Deleted['onDelete'], string>> = {
  drain: 'If it has workers, they drain and are terminated (onDelete: drain), except protected ones.',
  release:
    'If it has workers, they keep running and keep costing money, unmanaged (onDelete: release). To terminate them, first apply the policy with onDelete: drain.',
};

export const deleteCommand = stageCommand('delete')
  .addArgument(groupArgument('<group>'))
  .addOption(becauseOption('the reason; it is recorded in the audit trail'))
  .option('--yes', 'do not ask; without a terminal, the command never asks')
  .action((group: string, { because, yes, ...options }: Options) =>
    withDeployment(options, async ({ store, audit }) => {
      const use = { ...store, ...audit };
      const actor = commandActor(because);
      const deletion = await deletionOf(group, use).catch(async (error: unknown) => {
        await refused(use, { action: 'policy-delete', actor, group }, error);
        throw error;
      });
      printNote(`${group}: ${EFFECT[deletion.onDelete]}`);
      if (!yes && !(await isConfirmed(group))) throw new UserError(`${group}: nothing was deleted.`);
      const { version, onDelete } = await deletePolicy(deletion, actor, use);
      if (options.json) printJson({ group, version, onDelete });
      else print(`${group}: the policy is deleted`);
    }),
  );

async function isConfirmed(group: string): Promise<boolean> {
  if (!process.stdin.isTTY || !process.stderr.isTTY) return true;
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  const answer = await terminal.question(`Delete the policy of ${group}? (y/N) `);
  terminal.close();
  return /^y(es)?$/i.test(answer.trim());
}
