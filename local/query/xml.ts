/** Elements by name. Lists are printed as elements named `item` by default. `null` is not printed. */
export type Xml = string | number | boolean | null | readonly Xml[] | Elements | { readonly [element: string]: Xml };

/** A list whose items have another name than those of other lists. */
export class Elements {
  readonly item: string;
  readonly contents: readonly Xml[];
  constructor(item: string, contents: readonly Xml[]) {
    this.item = item;
    this.contents = contents;
  }
}

export function printXml(element: string, content: Xml, item = 'item'): string {
  return content === null ? '' : `<${element}>${printContent(content, item)}</${element}>`;
}

function printContent(content: Xml, item: string): string {
  if (content === null) return '';
  if (content instanceof Elements) return content.contents.map((one) => printXml(content.item, one, item)).join('');
  if (Array.isArray(content)) return content.map((one: Xml) => printXml(item, one, item)).join('');
  if (typeof content === 'object') {
    return Object.entries(content)
      .map(([element, inner]) => printXml(element, inner, item))
      .join('');
  }
  return escaped(String(content));
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
};

/** Replaces characters that XML 1.0 does not allow, so that the response stays well-formed. */
const escaped = (text: string): string =>
  text
    .replace(/[&<>"']/g, (character) => ENTITIES[character] ?? character)
    // XML parsers read a bare carriage return as a line feed.
    .replaceAll('\r', '&#13;')
    // biome-ignore lint/suspicious/noControlCharactersInRegex: these characters are replaced
    .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '\ufffd');

export const isoTime = (ms: number): string => new Date(ms).toISOString();
