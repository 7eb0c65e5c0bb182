import type { PageData } from '../data.ts';
import { decisionCard, isHeld, type Told } from './decision-card.ts';
import { byId, element } from './dom.ts';

interface Filter {
  readonly label: string;
  readonly takes: (told: Told) => boolean;
}

/** Decisions one by one, below the chart: those of a kind, forwards and back; and the one that was tapped. */
export class Stepper {
  readonly #data: PageData;
  readonly #all: readonly Told[];
  readonly #shown: (told: Told) => void;
  readonly #filter = byId('filter') as HTMLSelectElement;
  readonly #filters: readonly Filter[];
  #told: Told | undefined;

  /** `shown`: called when one is chosen here, so that the chart can go to it. */
  constructor(data: PageData, all: readonly Told[], shown: (told: Told) => void) {
    this.#data = data;
    this.#all = all;
    this.#shown = shown;
    this.#filters = filtersOf(all);
    this.#filter.replaceChildren(
      ...this.#filters.map(({ label, takes }) => element('option', '', `${label} (${all.filter(takes).length})`)),
    );
    this.#filter.addEventListener('change', () => this.#go(0));
    byId('before').addEventListener('click', () => this.#go(-1));
    byId('after').addEventListener('click', () => this.#go(1));
  }

  /** Tells one that was pointed at; of whatever kind it is. */
  show(told: Told): void {
    if (!this.#ofKind().includes(told)) this.#filter.selectedIndex = 0;
    this.#tell(told);
  }

  #ofKind(): readonly Told[] {
    const filter = this.#filters[this.#filter.selectedIndex];
    return filter ? this.#all.filter(filter.takes) : this.#all;
  }

  /** To the next or the one before from here, or (0) to the nearest of the kind; at the ends it goes round. */
  #go(by: -1 | 0 | 1): void {
    const list = this.#ofKind();
    if (list.length === 0) return;
    const at = this.#told?.decision.at ?? Number.NEGATIVE_INFINITY;
    const here = this.#told ? list.indexOf(this.#told) : -1;
    const later = list.findIndex((each) => each.decision.at >= at);
    const from = here >= 0 ? here + by : by < 0 ? later - 1 : later;
    const told = list.at(from < 0 ? -1 : from % list.length);
    if (!told) return;
    this.#tell(told);
    this.#shown(told);
  }

  #tell(told: Told): void {
    this.#told = told;
    const list = this.#ofKind();
    byId('place').textContent = `${list.indexOf(told) + 1} of ${list.length}`;
    byId('decision').replaceChildren(decisionCard(told, this.#data));
  }
}

function filtersOf(all: readonly Told[]): Filter[] {
  const obstacles = new Set(all.flatMap(({ decision: { blockedBy } }) => blockedBy ?? []));
  const filters: Filter[] = [
    { label: 'All decisions', takes: () => true },
    { label: 'Grew', takes: ({ decision: { from, to } }) => to > from },
    { label: 'Shrank', takes: ({ decision: { from, to } }) => to < from },
    { label: 'Kept as it was', takes: ({ decision }) => isHeld(decision) },
    ...[...obstacles].sort().map((name) => ({
      label: `Held back by ${name}`,
      takes: ({ decision }: Told) => decision.blockedBy === name,
    })),
  ];
  return filters.filter(({ takes }, index) => index === 0 || all.some(takes));
}
