/** A parsed element: its text or its children. A repeated child is a list; an empty element is ''. */
export type Node = string | { readonly [name: string]: Node | readonly Node[] } | undefined;

/**
 * A parser for the answers of AWS's query services. A list of 100,000 instances has 400 MB, nearly all of it about
 * volumes and network interfaces. To skip an element that is not wanted, the parser searches for its end.
 */
export function scan(xml: string, wanted?: ReadonlySet<string>): Node {
  const scanner: Scanner = { xml, wanted, texts: new Map(), at: 0 };
  for (;;) {
    const open = xml.indexOf('<', scanner.at);
    if (open === -1 || xml.slice(scanner.at, open).trim() !== '') throw malformed('it has no root element');
    if (isMarkup(xml, open)) {
      scanner.at = endOfMarkup(xml, open);
      continue;
    }
    const root: Children = {};
    addElement(scanner, tagAt(xml, open), root);
    return root;
  }
}

interface Scanner {
  readonly xml: string;
  readonly wanted: ReadonlySet<string> | undefined;
  /** The texts that were read so far. Most texts are repeated. A substring would keep the whole document in memory. */
  readonly texts: Map<string, string>;
  at: number;
}
type Children = Record<string, Node | Node[]>;

interface Tag {
  readonly name: string;
  /** After its `>`. */
  readonly end: number;
  readonly isEmpty: boolean;
}

const [SLASH, BANG, QUESTION, GREATER] = ['/', '!', '?', '>'].map((each) => each.charCodeAt(0));
const LARGEST_SPACE = 32;

const malformed = (problem: string): Error => new Error(`the text is not XML: ${problem}`);

/** A declaration. The responses have neither comments nor CDATA. */
function isMarkup(xml: string, open: number): boolean {
  const next = xml.charCodeAt(open + 1);
  return next === BANG || next === QUESTION;
}

const endOfMarkup = (xml: string, open: number): number => indexOf(xml, '>', open) + 1;

function indexOf(xml: string, part: string, from: number): number {
  const found = xml.indexOf(part, from);
  if (found === -1) throw malformed(`${part} is missing`);
  return found;
}

/** The opening tag at `open`. In the responses, the only attribute is the namespace, which is not used. */
function tagAt(xml: string, open: number): Tag {
  let nameEnd = open + 1;
  for (;;) {
    const code = xml.charCodeAt(nameEnd);
    if (code === GREATER || code === SLASH || code <= LARGEST_SPACE || Number.isNaN(code)) break;
    nameEnd++;
  }
  const close = xml.charCodeAt(nameEnd) === GREATER ? nameEnd : indexOf(xml, '>', nameEnd);
  const isEmpty = xml.charCodeAt(close - 1) === SLASH;
  return { name: xml.slice(open + 1, nameEnd), end: close + 1, isEmpty };
}

function addElement(scanner: Scanner, { name, end, isEmpty }: Tag, parent: Children): void {
  scanner.at = end;
  const isWanted = scanner.wanted?.has(name) ?? true;
  if (!isWanted) {
    if (!isEmpty) passOver(scanner, name);
    return;
  }
  const value = isEmpty ? '' : content(scanner, name);
  const known = Object.hasOwn(parent, name) ? parent[name] : undefined;
  if (known === undefined) parent[name] = value;
  else if (Array.isArray(known)) known.push(value);
  else parent[name] = [known, value];
}

/** Moves past the end of an element, which may contain elements of the same name. */
function passOver(scanner: Scanner, name: string): void {
  const { xml } = scanner;
  const next = indexOf(xml, '<', scanner.at);
  if (xml.charCodeAt(next + 1) === SLASH && xml.startsWith(name, next + 2)) {
    scanner.at = indexOf(xml, '>', next) + 1;
    return;
  }
  const closing = `</${name}>`;
  for (let open = 1; open > 0; open--) {
    const end = indexOf(xml, closing, scanner.at);
    open += openings(xml.slice(scanner.at, end), name);
    scanner.at = end + closing.length;
  }
}

function openings(part: string, name: string): number {
  const opening = `<${name}`;
  let count = 0;
  for (let at = part.indexOf(opening); at !== -1; at = part.indexOf(opening, at + 1)) {
    const tag = tagAt(part, at);
    if (tag.name === name && !tag.isEmpty) count++;
  }
  return count;
}

/** What is between an element's tags. Its text counts only if it has no elements. */
function content(scanner: Scanner, name: string): Node {
  const { xml } = scanner;
  let children: Children | undefined;
  let text = '';
  for (;;) {
    const open = indexOf(xml, '<', scanner.at);
    if (children === undefined) text += decoded(xml.slice(scanner.at, open));
    if (xml.charCodeAt(open + 1) === SLASH) {
      const end = indexOf(xml, '>', open);
      if (xml.slice(open + 2, end).trimEnd() !== name) throw malformed(`<${name}> does not end`);
      scanner.at = end + 1;
      return children ?? ownText(scanner, text);
    }
    if (isMarkup(xml, open)) {
      scanner.at = endOfMarkup(xml, open);
      continue;
    }
    children ??= {};
    addElement(scanner, tagAt(xml, open), children);
  }
}

function ownText({ texts }: Scanner, text: string): string {
  const known = texts.get(text);
  if (known !== undefined) return known;
  // V8 keeps a part of a text as a reference to the whole text. This copies it.
  const own = Buffer.from(text).toString();
  texts.set(own, own);
  return own;
}

const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

function decoded(text: string): string {
  if (!text.includes('&')) return text;
  return text.replace(/&(?:#x([0-9a-fA-F]{1,6})|#(\d{1,7})|(\w+));/g, (whole, hex, decimal, name) => {
    if (name) return ENTITIES[name] ?? whole;
    const code = hex ? Number.parseInt(hex, 16) : Number.parseInt(decimal, 10);
    return code <= 0x10ffff ? String.fromCodePoint(code) : whole;
  });
}
