import type { Sink } from '../../comparison/index.ts';

const BARS = '▁▂▃▄▅▆▇█';

/** Receives the steps of replays beside another receiver, for a small picture of them. */
export class Sketch {
  readonly #ready = new Map<string, number[]>();

  /** The receiver of the replay with this name, which passes everything on. */
  beside(name: string, sink: Sink): Sink {
    const ready: number[] = [];
    this.#ready.set(name, ready);
    return {
      decided: (decision) => sink.decided(decision),
      step: (tick) => {
        ready.push(tick.ready);
        sink.step(tick);
      },
    };
  }

  /** Ready workers over time, one line for each replay, all on the same scale. */
  lines(width: number): string[] {
    const drawn = [...this.#ready].map(([name, values]) => ({ name, values: peaks(values, width) }));
    const most = Math.max(1, ...drawn.flatMap(({ values }) => values));
    const label = Math.max(...drawn.map(({ name }) => name.length), 0);
    return drawn.map(({ name, values }) => {
      const bars = values.map((value) => BARS[Math.round((value / most) * (BARS.length - 1))]).join('');
      return `${name.padEnd(label)} ${bars} at most ${Math.max(0, ...values)}`;
    });
  }
}

/** The largest value of each of so many equal parts. */
function peaks(values: readonly number[], parts: number): number[] {
  const count = Math.min(parts, values.length);
  return Array.from({ length: count }, (_, part) => {
    const [from, to] = [part, part + 1].map((edge) => Math.floor((edge * values.length) / count));
    return values.slice(from, to).reduce((most, value) => Math.max(most, value), 0);
  });
}
