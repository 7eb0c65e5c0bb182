export { EXCEPTIONS } from './exceptions.ts';
export { wholeValue } from './patterns.ts';
export { faultText, Validation } from './validate.ts';
