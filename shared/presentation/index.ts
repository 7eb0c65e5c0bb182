/** Codes to sentences, for people and for JSON that people read. Pure. */
export { sentence } from './sentence.ts';
