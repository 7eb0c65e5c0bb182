import { Command, Option } from 'commander';
import { faultText } from '../../../shared/policy/index.ts';
import { print, printJson, printNote } from '../../../shared/terminal/index.ts';
import { stageOf } from '../../aws.ts';
import { asStrict, checkedPolicies, noteWarnings, refusal } from '../../files/checked-policies.ts';

export const validateCommand = new Command('validate')
  .argument('<files...>', 'YAML or JSON; - is standard input')
  .option('--strict', 'treat warnings as errors')
  .addOption(
    new Option(
      '--stage <stage>',
      'check only what this stage gets; by default every stage that the files name',
    ).argParser(stageOf),
  )
  .option('--json', 'print JSON')
  .action(async (files: string[], { json, strict, stage }: { json?: boolean; strict?: boolean; stage?: string }) => {
    const checked = asStrict(await checkedPolicies(files, { stage }), strict);
    if (json)
      printJson(
        checked.map(({ file, group, faults, notYet, warnings, notes }) => {
          const valid = faults.length === 0;
          const deployable = valid && notYet.length === 0;
          return { file, group, valid, faults, warnings, notes, deployable, deploymentFaults: notYet };
        }),
      );
    else for (const { file, group, faults } of checked) if (faults.length === 0) print(`${file}: ${group} is valid`);
    for (const { file, notYet } of checked) {
      for (const fault of notYet) printNote(`${file}: valid, but not deployable: ${faultText(fault)}`);
    }
    if (!json) noteWarnings(checked);
    const refused = refusal(checked);
    if (refused) throw refused;
  });
