import type { PageData } from '../data.ts';
import { decisionCard, isHeld, type PlayDecision } from './decision-card.ts';
import { byId, element } from './dom.ts';
import { short } from './format.ts';

interface Filter {
  readonly label: string;
  readonly includes: (decision: PlayDecision) => boolean;
}

/** Shows one decision below the chart, with buttons to step through the decisions that match a filter. */
export class Stepper {
  readonly #data: PageData;
  readonly #decisions: readonly PlayDecision[];
  readonly #shown: (decision: PlayDecision) => void;
  readonly #filter = byId('filter') as HTMLSelectElement;
  readonly #filters: readonly Filter[];
  #current: PlayDecision | undefined;

  /** `shown`: receives a decision that the reader selects here, so that the chart can show it. */
  constructor(data: PageData, decisions: readonly PlayDecision[], shown: (decision: PlayDecision) => void) {
    this.#data = data;
    this.#decisions = decisions;
    this.#shown = shown;
    this.#filters = filtersOf(decisions);
    this.#filter.replaceChildren(
      ...this.#filters.map(({ label, includes }) =>
        element('option', '', `${label} (${short(decisions.filter(includes).length)})`),
      ),
    );
    this.#filter.addEventListener('change', () => this.#go(0));
    byId('before').addEventListener('click', () => this.#go(-1));
    byId('after').addEventListener('click', () => this.#go(1));
  }

  /** Shows a decision that the reader selected in the chart. Resets the filter if it excludes the decision. */
  show(decision: PlayDecision): void {
    if (!this.#filtered().includes(decision)) this.#filter.selectedIndex = 0;
    this.#display(decision);
  }

  #filtered(): readonly PlayDecision[] {
    const filter = this.#filters[this.#filter.selectedIndex];
    return filter ? this.#decisions.filter(filter.includes) : this.#decisions;
  }

  /** Goes to the next (1) or previous (-1) decision, or (0) to the next one that matches the filter. Wraps around at the ends. */
  #go(by: -1 | 0 | 1): void {
    const list = this.#filtered();
    if (list.length === 0) return;
    const at = this.#current?.decision.at ?? Number.NEGATIVE_INFINITY;
    const here = this.#current ? list.indexOf(this.#current) : -1;
    const later = list.findIndex(({ decision }) => decision.at >= at);
    const from = here >= 0 ? here + by : by < 0 ? later - 1 : later;
    const selected = list.at(from < 0 ? -1 : from % list.length);
    if (!selected) return;
    this.#display(selected);
    this.#shown(selected);
  }

  #display(decision: PlayDecision): void {
    this.#current = decision;
    const list = this.#filtered();
    byId('place').textContent = `${list.indexOf(decision) + 1} of ${list.length}`;
    byId('decision').replaceChildren(decisionCard(decision, this.#data));
  }
}

function filtersOf(decisions: readonly PlayDecision[]): Filter[] {
  const constraints = new Set(decisions.flatMap(({ decision: { blockedBy } }) => blockedBy ?? []));
  const filters: Filter[] = [
    { label: 'Actions and held', includes: () => true },
    { label: 'Actions', includes: ({ decision: { from, to } }) => to !== from },
    { label: 'Scaled out', includes: ({ decision: { from, to } }) => to > from },
    { label: 'Scaled in', includes: ({ decision: { from, to } }) => to < from },
    { label: 'Held', includes: ({ decision }) => isHeld(decision) },
    ...[...constraints].sort().map((name) => ({
      label: `Limited by ${name}`,
      includes: ({ decision }: PlayDecision) => decision.blockedBy === name,
    })),
  ];
  return filters.filter(({ includes }, index) => index === 0 || decisions.some(includes));
}
