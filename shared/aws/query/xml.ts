import { parseXML } from '@aws-sdk/xml-builder';

/** A parsed element: its text or its children. A repeated child is a list; an empty element is ''. */
export type Node = string | { readonly [name: string]: Node | readonly Node[] } | undefined;

export const parsed = (xml: string): Node => parseXML(xml) as Node;

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
