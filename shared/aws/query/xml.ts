import { type Node, scan } from './xml-scan.ts';

export type { Node };

/** Parses a document. Throws if it is not well-formed. With `wanted`, it skips elements of other names. */
export const parsed = (xml: string, wanted?: ReadonlySet<string>): Node => scan(xml, wanted);

const child = (node: Node, name: string): Node | readonly Node[] => (typeof node === 'object' ? node[name] : undefined);
export const only = (node: Node, name: string): Node => {
  const found = child(node, name);
  return Array.isArray(found) ? found[0] : (found as Node);
};
export const text = (node: Node, name: string): string => {
  const found = only(node, name);
  return typeof found === 'string' ? found : '';
};
/** The entries of a list element. EC2 names them `item`, the other query services `member`. */
export const items = (node: Node, name: string, element = 'item'): readonly Node[] => {
  const found = child(only(node, name), element);
  return found === undefined ? [] : Array.isArray(found) ? found : [found as Node];
};
