import { preview } from '../../../shared/evaluation/index.ts';
import { counted } from '../../../shared/model/index.ts';
import {
  decisionReport,
  SORTS,
  type Sort,
  sortedRows,
  type TopRow,
  topTable,
  type View,
} from '../../../shared/presentation/index.ts';
import type { Size } from '../../../shared/terminal/index.ts';
import { errorLines, linesOf, type Viewed } from './watch.ts';

const HELP = 's sort  / filter  up, down choose  e explain  q leave';

/** What a person has chosen in `top`, and how it looks. */
export class TopScreen {
  readonly #deployment: Viewed;
  readonly #view: View;
  #sort: Sort;
  #filter: string;
  #isFiltering = false;
  #chosen: string | undefined;
  /** The explanation that covers the table; null without one. */
  #explained: readonly string[] | null = null;

  constructor(
    { sort, filter = '' }: { readonly sort: Sort; readonly filter?: string },
    deployment: Viewed,
    view: View,
  ) {
    this.#sort = sort;
    this.#filter = filter;
    this.#deployment = deployment;
    this.#view = view;
  }

  get isTyping(): boolean {
    return this.#isFiltering;
  }

  draw(rows: readonly TopRow[] | null, error: unknown, size: Size): string[] {
    if (this.#explained) return [...this.#explained.slice(0, size.rows - 2), '', 'any key: back to the groups'];
    const shown = this.#shown(rows ?? []);
    this.#chosen = shown.some(({ group }) => group === this.#chosen) ? this.#chosen : shown[0]?.group;
    const view = this.#view.width === null ? this.#view : { ...this.#view, width: size.columns };
    const filter =
      this.#isFiltering || this.#filter !== '' ? `  filter: ${this.#filter}${this.#isFiltering ? '_' : ''}` : '';
    const body = rows === null ? (error === undefined ? ['Loading …'] : []) : this.#table(shown, view);
    const problem = errorLines(error);
    const room = size.rows - 3 - problem.length;
    const cut = body.length > room ? [...body.slice(0, room - 1), `(${body.length - room + 1} more lines)`] : body;
    return [
      `${new Date().toISOString().slice(11, 19)} UTC  ${counted(shown.length, 'group')}, by ${this.#sort}${filter}`.slice(
        0,
        size.columns,
      ),
      '',
      ...cut,
      ...problem,
      HELP.slice(0, size.columns),
    ];
  }

  press(key: string, rows: readonly TopRow[]): Promise<void> | undefined {
    if (this.#explained) this.#explained = null;
    else if (this.#isFiltering) this.#type(key);
    else if (key === '/') this.#isFiltering = true;
    else if (key === 's') this.#sort = SORTS[(SORTS.indexOf(this.#sort) + 1) % SORTS.length] ?? 'group';
    else if (key === 'up' || key === 'k') this.#move(-1, rows);
    else if (key === 'down' || key === 'j') this.#move(1, rows);
    else if ((key === 'e' || key === 'return') && this.#chosen !== undefined) {
      return this.#explain(this.#chosen);
    }
    return undefined;
  }

  #type(key: string): void {
    if (key === 'return' || key === 'escape') this.#isFiltering = false;
    else if (key === 'backspace') this.#filter = this.#filter.slice(0, -1);
    else if (key.length === 1) this.#filter += key;
  }

  #move(by: number, rows: readonly TopRow[]): void {
    const shown = this.#shown(rows);
    const at = shown.findIndex(({ group }) => group === this.#chosen);
    this.#chosen = shown[Math.max(0, Math.min(shown.length - 1, at + by))]?.group;
  }

  #explain(group: string): Promise<void> {
    this.#explained = ['Loading …'];
    return preview(group, this.#deployment.evaluation).then(
      (present) => {
        const decided = present?.decided;
        const text = decided ? decisionReport(decided.decision, { seen: decided.seen }) : `${group}: no decision.`;
        this.#explained = linesOf(text);
      },
      (error: unknown) => {
        this.#explained = errorLines(error);
      },
    );
  }

  #shown(rows: readonly TopRow[]): TopRow[] {
    return sortedRows(rows, this.#sort).filter(({ group }) => group.includes(this.#filter));
  }

  #table(rows: readonly TopRow[], view: View): string[] {
    if (rows.length === 0) return ['No groups.'];
    return linesOf(topTable(rows, Date.now(), view, this.#chosen));
  }
}
