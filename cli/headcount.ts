import {
  type ErrorDocument,
  endQuietlyWithItsReader,
  endWritten,
  report,
  runProgram,
} from '../shared/terminal/index.ts';
import { withoutExtensions } from './program/extensions.ts';
import { argumentsFor, programFor } from './program/program.ts';

const { words, modules } = withoutExtensions(process.argv.slice(2), process.env);

/** The codes of every room are known to its presentation, which only an error needs. */
async function describe(error: unknown): Promise<ErrorDocument | undefined> {
  const { describedError } = await import('./program/described-error.ts');
  return describedError(error);
}

/** Adds the kinds of extensions, before a command loads what it knows of kinds. Reports what is wrong with them. */
async function registered(): Promise<boolean> {
  if (modules.length === 0) return true;
  const { registerExtensions } = await import('../shared/registration/index.ts');
  try {
    registerExtensions(modules, process.cwd());
    return true;
  } catch (error) {
    await report(error, words, { describe });
    return false;
  }
}

endQuietlyWithItsReader();
process.on('uncaughtException', (error) => void report(error, words, { describe }).finally(() => process.exit()));
if (words[0] === 'complete') {
  // For the shells' completion, which asks with every key: it fails silently, and appears in no help.
  const { printCandidates } = await import('./program/complete.ts');
  await printCandidates(words.slice(words.indexOf('--') + 1)).catch(() => {});
} else if (await registered()) {
  await runProgram(await programFor(words), { words: argumentsFor(words), describe });
  // Timers and connections of an extension, such as a request that nobody answers, would keep the process alive.
  if (modules.length > 0) await endWritten();
}
