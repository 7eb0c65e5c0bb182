import { Command, InvalidArgumentError, Option } from 'commander';
import { RUNBOOK, rulesFile, rulesText } from '../../../shared/alerts/index.ts';
import { print, printJson } from '../../../shared/terminal/index.ts';

interface Options {
  readonly runbook: string;
  readonly json?: boolean;
}

export const alertsPrometheusCommand = new Command('prometheus')
  .addOption(
    new Option('--runbook <url>', 'the address of your copy of the runbook; each alert links to its section')
      .default(RUNBOOK)
      .argParser(addressOf),
  )
  .option('--json', 'print JSON instead of YAML, which Prometheus reads as well')
  .addHelpText('after', '\nThe package contains the same rules: headcount/prometheus/alerts.yaml.')
  .action(({ runbook, json }: Options) => (json ? printJson(rulesFile(runbook)) : print(rulesText(runbook).trimEnd())));

function addressOf(written: string): string {
  if (URL.canParse(written) && !/[#\s]/.test(written)) return written;
  throw new InvalidArgumentError('It must be a URL without a fragment, such as https://wiki.example.com/headcount.');
}
