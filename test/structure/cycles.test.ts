import { expect, test } from 'vitest';
import { filesIn, importsOf } from './sources.ts';

const FOLDERS = ['shared', 'cli', 'infra', 'functions', 'local', 'bench'];

/** Adapters live in the folder of their kind, beside the pure part: whatever the room's index does not reach is an adapter. */
const SPLIT_ROOMS = ['shared/sources', 'shared/providers'];

/** Rooms and programs: `shared/policy`, `cli`. The catalogs of reasons import the model alone, and count as one room. */
function roomOf(path: string): string {
  if (path.startsWith('shared/') && path.endsWith('/reasons.ts')) return 'shared (reasons)';
  const [top = '', room = ''] = path.split('/');
  const name = top === 'shared' ? `shared/${room}` : top;
  return SPLIT_ROOMS.includes(name) && !pureParts().has(path) ? `${name} (adapters)` : name;
}

let reached: ReadonlySet<string> | undefined;

function pureParts(): ReadonlySet<string> {
  reached ??= reachedFrom(SPLIT_ROOMS.map((room) => `${room}/index.ts`).filter((index) => sources().includes(index)));
  return reached;
}

function reachedFrom(indexes: readonly string[]): Set<string> {
  const found = new Set(indexes);
  for (const path of found) {
    for (const { to } of importsOf(path)) if (SPLIT_ROOMS.some((room) => to.startsWith(`${room}/`))) found.add(to);
  }
  return found;
}

test('no files import each other in a circle, types included', () => {
  const files = [...sources(), ...filesIn('test', 'examples').filter((path) => path.endsWith('.ts'))];
  const graph = new Map(files.map((path) => [path, importsOf(path).map(({ to }) => to)]));
  expect(circles(graph)).toEqual([]);
});

test('no rooms import each other in a circle, types included', () => {
  const graph = new Map<string, string[]>();
  for (const path of sources()) {
    const from = roomOf(path);
    const targets = importsOf(path)
      .map(({ to }) => roomOf(to))
      .filter((to) => to !== from);
    graph.set(from, [...new Set([...(graph.get(from) ?? []), ...targets])]);
  }
  expect(circles(graph)).toEqual([]);
});

const sources = (): string[] => filesIn(...FOLDERS).filter((path) => path.endsWith('.ts'));

/** Sets of nodes that can reach each other (Tarjan's strongly connected components), each as text. */
function circles(graph: ReadonlyMap<string, readonly string[]>): string[] {
  const index = new Map<string, number>();
  const low = new Map<string, number>();
  const stack: string[] = [];
  const found: string[] = [];
  const visit = (node: string): void => {
    index.set(node, index.size);
    low.set(node, index.get(node) ?? 0);
    stack.push(node);
    for (const next of graph.get(node) ?? []) {
      if (!index.has(next)) visit(next);
      if (stack.includes(next)) low.set(node, Math.min(low.get(node) ?? 0, low.get(next) ?? 0));
    }
    if (low.get(node) !== index.get(node)) return;
    const members = stack.splice(stack.indexOf(node));
    if (members.length > 1) found.push(members.toSorted().join(' ↔ '));
  };
  for (const node of graph.keys()) if (!index.has(node)) visit(node);
  return found;
}
