import { type Reason, UserError } from '../../model/index.ts';
import { commandSentence as sentence } from '../sentences/command-sentence.ts';

/** Its provider cannot describe the group, so no evaluation can decide about it. The error has the provider's code. */
export const notDescribed = (group: string, reason: Reason): UserError =>
  new UserError(`${group}: ${sentence(reason)}`, { reason });
