import { Comparison } from '../../../shared/comparison/comparison.ts';
import type { Row } from '../../../shared/comparison/result.ts';
import { Replays } from './replays.ts';

/** A line of a table, with its number in the page, from 0. */
interface Line {
  readonly at: number;
  readonly cells: readonly string[];
}

const NOBODY = { decided: () => {}, step: () => {} };
const CORNER = /^\| `[a-z-]*world\.yaml` \|/;

/**
 * The page with its tables of replays as `simulate` has them now: those with a world in the corner, demands as columns, and
 * in the first cell of each row a policy of the page, or another autoscaler as `--compare` knows it. `only`: demands whose
 * columns are recomputed; all others stay.
 */
export async function withFigures(page: string, text: string, only?: readonly string[]): Promise<string> {
  const lines = text.split('\n');
  const replays = new Replays(page, text);
  for (const [head, ...rows] of tablesOf(lines)) {
    const [world = '', ...demands] = head?.cells.map(nameIn) ?? [];
    const cells = rows.map((row) => [...row.cells]);
    const names = rows.map(({ cells: [first = ''] }) => nameIn(first));
    for (const [column, demand] of demands.entries()) {
      if (only && !only.includes(demand)) continue;
      const figures = await figuresOf(replays, world, demand, names);
      for (const [index, row] of cells.entries()) row.splice(column + 1, 1, figures[index] ?? '');
    }
    for (const [index, { at }] of rows.entries()) lines[at] = `| ${cells[index]?.join(' | ')} |`;
  }
  return lines.join('\n');
}

/** The head and the rows of each table; the line of dashes is left out. */
function tablesOf(lines: readonly string[]): Line[][] {
  return lines.flatMap((line, start) => {
    if (!CORNER.test(line)) return [];
    const end = lines.findIndex((each, at) => at > start && !each.startsWith('|'));
    return [[start, ...range(start + 2, end)].map((at) => ({ at, cells: cellsOf(lines[at] ?? '') }))];
  });
}

const range = (from: number, to: number): number[] => Array.from({ length: to - from }, (_, index) => from + index);
const cellsOf = (line: string): string[] =>
  line
    .slice(1, -1)
    .split('|')
    .map((each) => each.trim());
const nameIn = (cell: string): string => /`([^`]+)`/.exec(cell)?.[1] ?? '';

/** In the order of the names. The other autoscalers run with the first policy, as in the command. */
async function figuresOf(replays: Replays, world: string, demand: string, names: readonly string[]): Promise<string[]> {
  const isPolicy = (name: string) => name.endsWith('.yaml');
  const others = names.filter((name) => !isPolicy(name));
  const figures = new Map<string, string>();
  for (const [index, name] of names.filter(isPolicy).entries()) {
    const beside = index === 0 ? others.join(',') : '';
    const steps = replays.demand(demand, world);
    const comparison = new Comparison(replays.policy(name), replays.world(world), steps, beside);
    const [own, ...rest] = (await comparison.played(() => NOBODY)).rows;
    if (own) figures.set(name, figureOf(own));
    for (const row of rest) figures.set(row.name, figureOf(row));
  }
  return names.map((name) => figures.get(name) ?? '');
}

/** Times the optimum, and percent lost or late. */
const figureOf = ({ costRatio, latePercent }: Row): string => `${costRatio.toFixed(2)} · ${latePercent.toFixed(2)} %`;
