import { type ErrorDocument, endQuietlyWithItsReader, report, runProgram } from '../shared/terminal/index.ts';
import { argumentsFor, programFor } from './program/program.ts';

const words = process.argv.slice(2);

/** The codes of every room are known to its presentation, which only an error needs. */
async function describe(error: unknown): Promise<ErrorDocument | undefined> {
  const { describedError } = await import('./program/described-error.ts');
  return describedError(error);
}

endQuietlyWithItsReader();
process.on('uncaughtException', (error) => void report(error, words, { describe }).finally(() => process.exit()));
if (words[0] === 'complete') {
  // For the shells' completion, which asks with every key: it fails silently, and appears in no help.
  const { printCandidates } = await import('./program/complete.ts');
  await printCandidates(words.slice(words.indexOf('--') + 1)).catch(() => {});
} else {
  await runProgram(await programFor(words), { words: argumentsFor(words), describe });
}
