import { Command } from 'commander';
import { faultText } from '../../../shared/policy/index.ts';
import { print, printJson, printNote } from '../../../shared/terminal/index.ts';
import { checkedPolicies, refusal } from './checked.ts';

export const validateCommand = new Command('validate')
  .description('check policy files without calling AWS; lists every error with its path')
  .argument('<files...>', 'YAML or JSON; - is standard input')
  .option('--json', 'print JSON')
  .action(async (files: string[], { json }: { json?: boolean }) => {
    const checked = await checkedPolicies(files);
    if (json)
      printJson(
        checked.map(({ file, group, faults, notYet }) => {
          const valid = faults.length === 0;
          return { file, group, valid, faults, deployable: valid && notYet.length === 0, deploymentFaults: notYet };
        }),
      );
    else for (const { file, group, faults } of checked) if (faults.length === 0) print(`${file}: ${group} is valid`);
    for (const { file, notYet } of checked) {
      for (const fault of notYet) printNote(`${file}: valid, but not deployable: ${faultText(fault)}`);
    }
    const refused = refusal(checked);
    if (refused) throw refused;
  });
