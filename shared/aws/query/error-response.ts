import { only, parsed, text } from './xml.ts';

/** Code and message of an `ErrorResponse`, as IAM, STS and CloudFormation write it; empty for any other text. */
export function errorInResponse(xml: string): { code: string; message: string } {
  try {
    const error = only(only(parsed(xml), 'ErrorResponse'), 'Error');
    return { code: text(error, 'Code'), message: text(error, 'Message') };
  } catch {
    // A page of a proxy, for example: the caller then reports only the status.
    return { code: '', message: '' };
  }
}
