import type { Fault } from './call.ts';
import type { Member, Model, Shape } from './models.ts';
import { scalarOf } from './scalars.ts';

interface Node {
  value: string | null;
  readonly children: Map<string, Node>;
}
const emptyNode = (): Node => ({ value: null, children: new Map() });

export interface FormReader {
  readonly model: Model;
  /** EC2 names members differently and flattens every list. */
  readonly dialect: 'ec2' | 'query';
  readonly faults: Fault[];
}

/**
 * The input in a form-encoded request: `A.1.B=v` (EC2) or `A.member.1.B=v`.
 * https://smithy.io/2.0/aws/protocols/aws-query-protocol.html, https://smithy.io/2.0/aws/protocols/aws-ec2-query-protocol.html
 */
export function inputOfForm(form: URLSearchParams, shape: string | undefined, reader: FormReader): object {
  const root = emptyNode();
  for (const [name, value] of form) {
    if (name === 'Action' || name === 'Version') continue;
    let node = root;
    for (const part of name.split('.')) {
      const child = node.children.get(part) ?? emptyNode();
      node.children.set(part, child);
      node = child;
    }
    if (node.value !== null) reader.faults.push({ member: name, rule: 'given twice' });
    node.value = value;
  }
  return structureOf(root, (shape && reader.model.shapes[shape]) || { type: 'structure' }, '', reader);
}

function memberIn(node: Node, member: Member, path: string, reader: FormReader): unknown {
  const shape = reader.model.shapes[member.shape] ?? { type: 'string' };
  if (shape.type === 'structure') return structureOf(node, shape, path, reader);
  if (shape.type === 'list') return listOf(node, shape, path, reader);
  if (shape.type === 'map') return mapOf(node, shape, path, reader);
  for (const name of node.children.keys()) reader.faults.push({ member: `${path}.${name}`, rule: 'unknown member' });
  return scalarOf(node.value ?? '', shape.type);
}

function structureOf(node: Node, { members = {} }: Shape, path: string, reader: FormReader): object {
  const byName = new Map(Object.entries(members).map(([name, member]) => [wireName(name, member, reader), name]));
  const read: Record<string, unknown> = {};
  if (node.value) reader.faults.push({ member: path, rule: 'type structure', found: node.value });
  for (const [written, child] of node.children) {
    const name = byName.get(written);
    const member = name === undefined ? undefined : members[name];
    const at = path === '' ? (name ?? written) : `${path}.${name ?? written}`;
    if (name === undefined || member === undefined) reader.faults.push({ member: at, rule: 'unknown member' });
    else read[name] = memberIn(child, member, at, reader);
  }
  return read;
}

function wireName(name: string, member: Member, { dialect }: FormReader): string {
  if (dialect === 'query') return member.locationName ?? name;
  const capital = (text: string): string => text.slice(0, 1).toUpperCase() + text.slice(1);
  return member.queryName ?? (member.locationName === undefined ? name : capital(member.locationName));
}

function listOf(node: Node, shape: Shape, path: string, reader: FormReader): unknown[] {
  const { member } = shape;
  if (member === undefined) return [];
  const isFlat = reader.dialect === 'ec2' || shape.flattened === true;
  return entriesOf(node, isFlat ? null : (member.locationName ?? 'member'), path, reader).map((item, index) =>
    memberIn(item, member, `${path}[${index}]`, reader),
  );
}

function mapOf(node: Node, shape: Shape, path: string, reader: FormReader): object {
  const { key, value } = shape;
  if (key === undefined || value === undefined) return {};
  const read: Record<string, unknown> = {};
  for (const entry of entriesOf(node, shape.flattened === true ? null : 'entry', path, reader)) {
    const name = entry.children.get(key.locationName ?? 'key')?.value ?? '';
    const item = entry.children.get(value.locationName ?? 'value') ?? emptyNode();
    read[name] = memberIn(item, value, `${path}.${name}`, reader);
  }
  return read;
}

/** Numbered children in their order, below one of the given name unless that is null. */
function entriesOf(node: Node, wrapper: string | null, path: string, { faults }: FormReader): Node[] {
  if (node.value) faults.push({ member: path, rule: 'type list', found: node.value });
  if (wrapper !== null) {
    for (const name of node.children.keys()) {
      if (name !== wrapper)
        faults.push({ member: `${path}.${name}`, rule: `items of this list are called ${wrapper}` });
    }
  }
  const numbered = wrapper === null ? node.children : (node.children.get(wrapper)?.children ?? new Map<string, Node>());
  const entries = [...numbered].sort(([a], [b]) => Number(a) - Number(b));
  for (const [index, [number]] of entries.entries()) {
    if (number !== String(index + 1)) faults.push({ member: `${path}.${number}`, rule: 'items are counted from 1' });
  }
  return entries.map(([, entry]) => entry);
}
