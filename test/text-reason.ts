import type { Reason } from '../shared/model/index.ts';

/** A reason of which only the text is known, as decisions of earlier versions have them. */
export const textReason = (text: string): Reason => ({ code: 'text', params: { text } });
