/** Classes of Java's regular expressions that models use: https://docs.oracle.com/en/java/javase/21/docs/api/java.base/java/util/regex/Pattern.html */
const CLASSES: Readonly<Record<string, string>> = { '\\p{Print}': '[\\x20-\\x7e]' };
/** The whole of Unicode beyond the first plane, as many models write it: not a range in any other notation. */
const SURROGATES = '\\uD800\\uDC00-\\uDBFF\\uDFFF';

/** A pattern of a model as AWS applies it: to the whole value. Throws for one that JavaScript cannot express. */
export function wholeValue(pattern: string): RegExp {
  let source = pattern.replaceAll(SURROGATES, '\\uD800-\\uDFFF');
  for (const [written, meant] of Object.entries(CLASSES)) source = source.replaceAll(written, meant);
  const flags = source.startsWith('(?i)') ? 'i' : '';
  source = source.replace(/^\(\?i\)/, '');
  // Only with this flag does JavaScript know the classes of Unicode, and with it it refuses needless escapes.
  return new RegExp(`^(?:${source})$`, /\\p\{/.test(source) ? `${flags}u` : flags);
}
