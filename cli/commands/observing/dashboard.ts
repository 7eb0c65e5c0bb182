import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { Argument, Command } from 'commander';
import { DASHBOARDS, type DashboardName, dashboardFile, dashboardText } from '../../../shared/dashboards/index.ts';
import { print, printJson } from '../../../shared/terminal/index.ts';
import { WholeFile } from '../../files/whole-file.ts';

const NAMES = Object.keys(DASHBOARDS) as DashboardName[];

export const dashboardGrafanaCommand = new Command('grafana')
  .addArgument(new Argument('[name]', 'one dashboard; without it, all').choices(NAMES))
  .option('--out <folder>', 'write a file for each dashboard into this folder, instead of printing')
  .option('--json', 'print JSON, which is the default: without a name, one object with all dashboards')
  .addHelpText('after', '\nThe package contains the same dashboards: headcount/grafana/headcount-fleet.json.')
  .action((name: DashboardName | undefined, { out, json = false }: { out?: string; json?: boolean }) => {
    const names = name === undefined ? NAMES : [name];
    if (out === undefined) return printJson(name === undefined ? DASHBOARDS : DASHBOARDS[name]);
    const files = names.map((each) => written(out, each));
    if (json) printJson({ files });
    else print(files.join('\n'));
  });

/** Writes a dashboard, and returns the name of its file. */
function written(folder: string, name: DashboardName): string {
  try {
    mkdirSync(folder, { recursive: true });
  } catch {
    // Then the file cannot be opened either, which says why.
  }
  const file = new WholeFile(join(folder, dashboardFile(name)));
  file.write(dashboardText(name));
  file.keep();
  return file.path;
}
