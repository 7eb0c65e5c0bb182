import type { Reason } from '../../model/index.ts';
import { sentence } from './sentence.ts';

/** A reason as JSON for people: section 12 of the contract. */
export interface ReasonDocument extends Reason {
  readonly text: string;
}

export const reasonDocument = (reason: Reason): ReasonDocument => ({ ...reason, text: sentence(reason) });
