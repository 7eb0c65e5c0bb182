/** A string literal. */
const TEXT = String.raw`'(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*"`;
const MEANING = new RegExp(String.raw`(\bdefine(?:<(?:(?!\bdefine\b)[^])*?>)?\(\s*)(?:${TEXT})(?=,)`, 'g');

/**
 * The text of a source file without the meanings of its reason codes. Only the documented list of codes contains them; a
 * function makes sentences, and would read the meanings at every cold start.
 */
export const withoutMeanings = (text: string): string => text.replaceAll(MEANING, "$1''");
