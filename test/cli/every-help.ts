import { everyCommand, helpOf } from './help.ts';

/** Prints the help of every command as JSON, by name: usage.test.ts runs it with Node alone. */
const help: Record<string, string> = {};
for (const words of everyCommand()) help[words.join(' ')] = await helpOf(words);
process.stdout.write(JSON.stringify(help));
