import { execFile } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { REPOSITORY } from '../../local/paths.ts';

const run = promisify(execFile);

const HEAD = `<!-- Generated from the commands' own help by "npm run docs". -->
# Commands

Examples begin with \`npx headcount\`, which runs the program of the folder that you are in: a clone of the repository, or a project that depends on Headcount. If \`headcount\` is on your \`PATH\`, leave out \`npx\`.

Every command prints this help with \`--help\`. Commands that use a deployment take \`--stage\`, or \`HEADCOUNT_STAGE\` from the environment; region and credentials come from the usual AWS environment. Results go to standard output, everything else to standard error. What \`--json\` prints is described in [JSON output](json-output.md).
`;

/** The help of every command, as the program prints it at 80 columns. */
export async function commandReference(): Promise<string> {
  return `${HEAD}\n${(await sectionsOf([])).join('\n')}`;
}

async function sectionsOf(command: readonly string[]): Promise<string[]> {
  const help = await helpOf(command);
  const own = `## headcount${command.map((word) => ` ${word}`).join('')}\n\n\`\`\`text\n${help.trimEnd()}\n\`\`\`\n`;
  const nested: string[] = [];
  for (const name of subcommandsIn(help)) nested.push(...(await sectionsOf([...command, name])));
  return [own, ...nested];
}

async function helpOf(command: readonly string[]): Promise<string> {
  const { PATH, NODE_COMPILE_CACHE } = process.env;
  const env = { PATH, NODE_COMPILE_CACHE, HOME: tmpdir(), NO_COLOR: '1' };
  const words = [join(REPOSITORY, 'cli', 'bin.js'), ...command, '--help'];
  return (await run(process.execPath, words, { env })).stdout;
}

function subcommandsIn(help: string): string[] {
  const [, listed = ''] = help.split('\nCommands:\n');
  const [section = ''] = listed.split('\n\n');
  return [...section.matchAll(/^ {2}([a-z][a-z-]*)/gm)]
    .map(([, name = '']) => name)
    .filter((name) => name !== '' && name !== 'help');
}
