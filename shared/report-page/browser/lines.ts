import type { PageData } from '../data.ts';
import type { Theme } from './theme.ts';

/** A line that the legend can switch. `name` identifies it in the chart; `label` is displayed. */
export interface Line {
  readonly name: string;
  readonly label: string;
  readonly mark: 'area' | 'line' | 'dashes' | 'dots' | 'change' | 'held';
  readonly color: (theme: Theme) => string;
  readonly isOn: boolean;
}

export const playName = (index: number): string => `play:${index}`;
export const desiredName = (index: number): string => `desired:${index}`;
export const changesName = (index: number): string => `changes:${index}`;
export const heldName = (index: number): string => `held:${index}`;

/** Up to so many plays have buttons for what was desired, decided and held. If there are more, only the first play has them. */
const DETAILED = 2;
/** If there are more plays than that, so many are visible at first: the main one, and the best of the others. */
const VISIBLE = 2;

/** Whether the chart has the desired capacity of a play, and the decisions, whose marks are on its line. */
export const isDetailed = (plays: PageData['plays'], index: number): boolean =>
  index === 0 || plays.filter(({ desired }) => desired).length <= DETAILED;

/** Plays with decisions are visible at first, unless there are many; most others are not. */
export function linesOf({ plays, optimum, demand }: PageData): Line[] {
  const deciding = plays.flatMap((play, index) => (play.desired ? [{ play, index }] : []));
  const isSingle = deciding.length === 1;
  const of = (label: string, name: string) => (isSingle ? label : `${label}, ${name}`);
  const lines: Line[] = [];
  if (demand) lines.push({ name: 'demand', label: 'Demand', mark: 'area', color: (theme) => theme.demand, isOn: true });
  for (const { play, index } of deciding) {
    const color = (theme: Theme) => theme.play(index);
    const isOn = deciding.length <= DETAILED || index < VISIBLE;
    if (!isDetailed(plays, index)) {
      lines.push({ name: playName(index), label: play.name, mark: 'line', color, isOn });
      continue;
    }
    lines.push(
      { name: playName(index), label: of('Ready', play.name), mark: 'line', color, isOn },
      { name: desiredName(index), label: of('Desired', play.name), mark: 'dashes', color, isOn: index === 0 },
    );
    if (play.counts.changes.made > 0)
      lines.push({
        name: changesName(index),
        label: of('Decisions', play.name),
        mark: 'change',
        color,
        isOn: index === 0,
      });
    if (play.counts.held.made > 0) {
      const held = (theme: Theme) => theme.held;
      lines.push({ name: heldName(index), label: of('Held', play.name), mark: 'held', color: held, isOn: isSingle });
    }
  }
  if (optimum)
    lines.push({ name: 'optimum', label: 'Optimum', mark: 'dots', color: (theme) => theme.optimum, isOn: false });
  for (const [index, play] of plays.entries()) {
    if (play.desired) continue;
    lines.push({
      name: playName(index),
      label: play.name,
      mark: 'line',
      color: (theme) => theme.play(index),
      isOn: index === 0,
    });
  }
  return lines;
}
