import { define, makers } from '../model/index.ts';

/** What an earlier version wrote down as a text, and nothing else is known of. */
export const reasons = {
  text: define<{ text: string }>('A text written by an earlier version, which knew no codes.', ({ text }) =>
    text.replace(/\.$/, ''),
  ),
};
export const because = makers(reasons);
