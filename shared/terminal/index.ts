/** What a program at a terminal needs: exit codes, output streams, error messages, interruption. */
export type { ErrorDocument } from './error-document.ts';
export { EXIT, InterruptedError } from './exit-codes.ts';
export { type LiveView, runLive, type Size } from './live.ts';
export { type LongRun, runLongProgram } from './run-long-program.ts';
export { isAsked, type Run, report, runProgram } from './run-program.ts';
export { standardOutput } from './screen.ts';
export { ENDING_SIGNALS } from './signals.ts';
export { endQuietlyWithItsReader, endWritten, print, printJson, printNote } from './streams.ts';
export { untilInterrupted } from './until-interrupted.ts';
