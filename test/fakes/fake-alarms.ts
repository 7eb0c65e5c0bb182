import { isDeepStrictEqual } from 'node:util';
import type { Alarms, BoundAlarm } from '../../shared/evaluation/ports.ts';
import { Calls } from './calls.ts';
import { frozenCopyOf } from './copy.ts';

/** Alarms that stand, by group. `calls` counts `keep`. */
export class FakeAlarms implements Alarms {
  readonly calls = new Calls();
  readonly #alarms = new Map<string, Map<string, BoundAlarm>>();

  of(group: string): BoundAlarm[] {
    return [...(this.#alarms.get(group)?.values() ?? [])];
  }

  async keep(group: string, alarms: readonly BoundAlarm[]): Promise<{ put: number; deleted: number }> {
    await this.calls.enter('keep');
    const existing = this.#alarms.get(group) ?? new Map<string, BoundAlarm>();
    const wanted = new Map(alarms.map((alarm) => [`${alarm.rule}/${alarm.side}`, frozenCopyOf(alarm)]));
    const put = [...wanted].filter(([name, alarm]) => !isDeepStrictEqual(existing.get(name), alarm)).length;
    const deleted = [...existing.keys()].filter((name) => !wanted.has(name)).length;
    this.#alarms.set(group, wanted);
    return { put, deleted };
  }
}
