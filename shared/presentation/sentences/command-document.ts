import type { Reason } from '../../model/index.ts';
import { commandSentence } from './command-sentence.ts';
import type { ReasonDocument } from './reason-document.ts';

/** As `reasonDocument`, with the texts of every code: for commands. */
export const commandDocument = (reason: Reason): ReasonDocument => ({ ...reason, text: commandSentence(reason) });
