interface Entry {
  readonly at: number;
  readonly order: number;
  readonly run: () => Promise<void> | void;
}

/** Scheduled events in the order of virtual time; a heap. */
export class Agenda {
  readonly #heap: Entry[] = [];
  #order = 0;

  at(at: number, run: Entry['run']): void {
    const heap = this.#heap;
    heap.push({ at, order: this.#order++, run });
    for (let child = heap.length - 1; child > 0; ) {
      const parent = (child - 1) >> 1;
      if (isBefore(heap[parent] as Entry, heap[child] as Entry)) break;
      swap(heap, parent, child);
      child = parent;
    }
  }

  /** The next entry that is due by then. */
  take(until: number): Entry | undefined {
    const heap = this.#heap;
    const first = heap[0];
    if (!first || first.at > until) return undefined;
    const last = heap.pop() as Entry;
    if (heap.length > 0) {
      heap[0] = last;
      sink(heap);
    }
    return first;
  }
}

const isBefore = (one: Entry, other: Entry): boolean =>
  one.at < other.at || (one.at === other.at && one.order < other.order);

function swap(heap: Entry[], one: number, other: number): void {
  const kept = heap[one] as Entry;
  heap[one] = heap[other] as Entry;
  heap[other] = kept;
}

function sink(heap: Entry[]): void {
  for (let parent = 0; ; ) {
    const [left, right] = [2 * parent + 1, 2 * parent + 2];
    let least = parent;
    if (left < heap.length && isBefore(heap[left] as Entry, heap[least] as Entry)) least = left;
    if (right < heap.length && isBefore(heap[right] as Entry, heap[least] as Entry)) least = right;
    if (least === parent) return;
    swap(heap, parent, least);
    parent = least;
  }
}
