import { AutoScalingError, invalid, notHere } from '../errors.ts';
import type { Shape } from './shape.ts';

/** Form parameters as a tree: `A.member.1.B=v` is B of the first A. */
interface Node {
  value: string | null;
  readonly children: Map<string, Node>;
}

function treeOf(form: string): Node {
  const root: Node = { value: null, children: new Map() };
  for (const [name, value] of new URLSearchParams(form)) {
    let node = root;
    for (const part of name.split('.')) {
      const child = node.children.get(part) ?? { value: null, children: new Map() };
      node.children.set(part, child);
      node = child;
    }
    node.value = value;
  }
  return root;
}

/** Parameters that are not part of a request's shape. */
const ENVELOPE = new Set(['Action', 'Version']);

/**
 * Parses a request. Rejects an invalid one with all its errors in one message, as AWS does:
 * "2 validation errors detected: Value '' at 'x' failed to satisfy constraint: …; Value null at 'y' failed …".
 */
export function readRequest<T>(form: string, shape: Shape<T>): T {
  const faults: string[] = [];
  const root = treeOf(form);
  for (const name of ENVELOPE) root.children.delete(name);
  const value = read(root, shape, '', faults);
  if (faults.length > 0) {
    const errors = faults.length === 1 ? 'error' : 'errors';
    throw invalid(`${faults.length} validation ${errors} detected: ${faults.join('; ')}`);
  }
  return value as T;
}

function read(node: Node, shape: Shape<unknown>, at: string, faults: string[]): unknown {
  const wrong = (constraint: string): undefined => {
    faults.push(`Value '${node.value ?? ''}' at '${at}' failed to satisfy constraint: Member must ${constraint}`);
  };
  switch (shape.kind) {
    case 'elsewhere':
      throw notHere(`The parameter ${at}`);
    case 'structure':
      return readStructure(node, shape, at, faults);
    case 'list': {
      const items = itemsOf(node, at).map((item, index) => read(item, shape.of, `${at}.${index + 1}.member`, faults));
      if (shape.min !== undefined && items.length < shape.min) {
        return wrong(`have length greater than or equal to ${shape.min}`);
      }
      if (shape.max !== undefined && items.length > shape.max) {
        return wrong(`have length less than or equal to ${shape.max}`);
      }
      return items;
    }
  }
  const value = scalar(node, at);
  switch (shape.kind) {
    case 'text':
      if (shape.min !== undefined && value.length < shape.min) {
        return wrong(`have length greater than or equal to ${shape.min}`);
      }
      if (shape.max !== undefined && value.length > shape.max) {
        return wrong(`have length less than or equal to ${shape.max}`);
      }
      if (shape.pattern !== undefined && !new RegExp(`^(?:${shape.pattern.source})$`, 'u').test(value)) {
        return wrong(`satisfy regular expression pattern: ${shape.pattern.source}`);
      }
      return value;
    case 'enum':
      return shape.values.includes(value) ? value : wrong(`satisfy enum value set: [${shape.values.join(', ')}]`);
    case 'integer': {
      if (!/^-?\d+$/.test(value)) throw malformed(at, value);
      const number = Number(value);
      if (shape.min !== undefined && number < shape.min) {
        return wrong(`have value greater than or equal to ${shape.min}`);
      }
      if (shape.max !== undefined && number > shape.max) return wrong(`have value less than or equal to ${shape.max}`);
      return number;
    }
    case 'double':
      if (!/^-?\d+(\.\d+)?([eE][+-]?\d+)?$/.test(value)) throw malformed(at, value);
      return Number(value);
    case 'flag':
      if (value !== 'true' && value !== 'false') throw malformed(at, value);
      return value === 'true';
    case 'time': {
      const moment = Date.parse(value);
      if (Number.isNaN(moment)) throw malformed(at, value);
      return moment;
    }
  }
}

function readStructure(
  node: Node,
  shape: Shape<unknown> & { readonly kind: 'structure' },
  at: string,
  faults: string[],
): Record<string, unknown> {
  const values: Record<string, unknown> = {};
  for (const [name, child] of node.children) {
    const member = Object.hasOwn(shape.members, name) ? shape.members[name] : undefined;
    const path = at === '' ? camel(name) : `${at}.${camel(name)}`;
    if (member === undefined) throw notHere(`The parameter ${path}`);
    const value = read(child, member, path, faults);
    if (value !== undefined) values[name] = value;
  }
  for (const name of shape.required) {
    const path = at === '' ? camel(name) : `${at}.${camel(name)}`;
    if (!node.children.has(name)) {
      faults.push(`Value null at '${path}' failed to satisfy constraint: Member must not be null`);
    }
  }
  return values;
}

/** An empty list is sent as its bare name. */
function itemsOf(node: Node, at: string): Node[] {
  if (node.value !== null && node.value !== '') throw malformed(at, node.value);
  const entries = [...(node.children.get('member')?.children ?? [])];
  return entries.sort(([a], [b]) => Number(a) - Number(b)).map(([, item]) => item);
}

function scalar(node: Node, at: string): string {
  if (node.value === null) throw malformed(at, '');
  return node.value;
}

const malformed = (at: string, value: string): AutoScalingError =>
  new AutoScalingError('MalformedInput', `Unexpected value '${value}' for ${at}`);

const camel = (name: string): string => name.charAt(0).toLowerCase() + name.slice(1);
