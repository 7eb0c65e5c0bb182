import { everyCommand, helpOf } from '../../cli/help.ts';

const HEAD = `<!-- Generated from the commands' own help by "npm run docs". -->
# Commands

Examples begin with \`npx headcount\`, which runs the program of the folder that you are in: a clone of the repository, or a project that depends on Headcount. If \`headcount\` is on your \`PATH\`, leave out \`npx\`.

Every command prints this help with \`--help\`. Commands that use a deployment take \`--stage\`, or \`HEADCOUNT_STAGE\` from the environment; region and credentials come from the usual AWS environment. Results go to standard output, everything else to standard error. What \`--json\` prints is described in [JSON output](json-output.md).
`;

/** The help of every command, as the program prints it at 80 columns. */
export async function commandReference(): Promise<string> {
  const sections: string[] = [];
  for (const words of everyCommand()) {
    const help = await helpOf(words);
    sections.push(`## ${['headcount', ...words].join(' ')}\n\n\`\`\`text\n${help.trimEnd()}\n\`\`\`\n`);
  }
  return `${HEAD}\n${sections.join('\n')}`;
}
