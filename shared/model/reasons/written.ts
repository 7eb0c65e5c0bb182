import { define, makers } from './reason.ts';

/** Reasons of earlier versions, which recorded only a text. */
export const reasons = {
  text: define<{ text: string }>('A text written by an earlier version, which had no codes.', ({ text }) =>
    text.replace(/\.$/, ''),
  ),
};
export const because = makers(reasons);
