import { TextDecoder } from 'node:util';

/**
 * A decoder of a text that begins with these bytes. Its byte order mark says whether it is UTF-16, as Excel and PowerShell
 * save it; without one, it is UTF-8. The mark is not part of the text.
 */
export function decoderOf([first, second]: Uint8Array, options?: { readonly fatal: boolean }): TextDecoder {
  const isUtf16 = (first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff);
  if (!isUtf16) return new TextDecoder('utf-8', options);
  return new TextDecoder(first === 0xff ? 'utf-16le' : 'utf-16be', options);
}
