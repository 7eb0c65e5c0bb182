import { Option } from 'commander';
import { rollback } from '../../../shared/operations/index.ts';
import { changeDocument, changeLine } from '../../../shared/presentation/index.ts';
import { print, printJson, printNote } from '../../../shared/terminal/index.ts';
import { becauseOption, commandActor } from '../../actor.ts';
import { groupArgument, type StageOptions, stageCommand, withDeployment } from '../../aws.ts';
import { versionOf } from '../../options.ts';
import { untilActive } from '../../until-active.ts';

interface Options extends StageOptions {
  readonly to?: number;
  readonly because?: string;
  readonly wait: boolean;
}

export const rollbackCommand = stageCommand('rollback')
  .addArgument(groupArgument('<group>'))
  .addOption(
    new Option('--to <version>', 'the version to go back to; by default the one before the active version').argParser(
      versionOf,
    ),
  )
  .addOption(becauseOption('the reason; it is stored with the version'))
  .option('--no-wait', 'return as soon as the document is written')
  .action((group: string, { to, because, wait, ...options }: Options) =>
    withDeployment(options, async ({ store, audit }) => {
      const { errors: oldFaults } = await store.records.status(group);
      const request = { group, actor: commandActor(because), ...(to === undefined ? {} : { to }) };
      const done = await rollback(request, { ...store, ...audit });
      const { document, differences } = done;
      const isWaiting = wait && done.result === 'written';
      const version = isWaiting ? (await untilActive({ document, oldFaults }, store.records)).version : null;
      if (options.json) {
        const { from, to: target, result } = done;
        return printJson({ group, from, to: target, result, version, differences: differences.map(changeDocument) });
      }
      for (const change of differences) printNote(`${group}: a default has changed since: ${changeLine(change)}`);
      if (done.result === 'unchanged') print(`${group}: version ${done.to} is active already`);
      else if (version !== null && version === done.from)
        print(`${group}: version ${version} stays active, because it has the same policy as version ${done.to}`);
      else if (version === null) print(`${group}: the document of version ${done.to} is written`);
      else print(`${group}: version ${version} is active, with the document of version ${done.to}`);
    }),
  );
