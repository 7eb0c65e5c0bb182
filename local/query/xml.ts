/** Elements by name; a list is printed as elements called `item`, or what the service calls them; `null` not at all. */
export type Xml = string | number | boolean | null | readonly Xml[] | { readonly [element: string]: Xml };

export function printXml(element: string, content: Xml, item = 'item'): string {
  return content === null ? '' : `<${element}>${printContent(content, item)}</${element}>`;
}

function printContent(content: Xml, item: string): string {
  if (content === null) return '';
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

/** What XML 1.0 cannot hold at all becomes the replacement character, so that the answer stays well-formed. */
const escaped = (text: string): string =>
  text
    .replace(/[&<>"']/g, (character) => ENTITIES[character] ?? character)
    // A bare carriage return would be read back as a line feed.
    .replaceAll('\r', '&#13;')
    // biome-ignore lint/suspicious/noControlCharactersInRegex: exactly those are to be replaced
    .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '\ufffd');

export const isoTime = (ms: number): string => new Date(ms).toISOString();
