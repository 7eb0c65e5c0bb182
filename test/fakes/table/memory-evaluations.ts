import type { EvaluationRecord, EvaluationRecords, NewRecord } from '../../../shared/evaluation/ports.ts';
import type { RecordedCase } from '../../../shared/evaluation/record/recorded-case.ts';
import { Calls } from '../calls.ts';
import { copyOf } from '../copy.ts';

const LATEST_WITHIN_MS = 900_000;

/** Records of evaluations in memory. `calls` counts the methods, and can be told to fail. */
export class MemoryEvaluations implements EvaluationRecords {
  readonly calls = new Calls();
  readonly stored: NewRecord[] = [];

  async append(records: readonly NewRecord[]): Promise<void> {
    await this.calls.enter('append');
    this.stored.push(...copyOf(records));
    this.stored.sort((one, other) => one.record.at - other.record.at);
  }

  async latest(groups: readonly string[], now: number): Promise<ReadonlyMap<string, EvaluationRecord>> {
    await this.calls.enter('latest');
    const recent = this.stored
      .map(({ record }) => record)
      .filter(({ group, at, result }) => groups.includes(group) && at >= now - LATEST_WITHIN_MS && result !== 'lost');
    return new Map(recent.map((record) => [record.group, record]));
  }

  async between(group: string, from: number, to: number): Promise<EvaluationRecord[]> {
    await this.calls.enter('between');
    return this.#of(group, from, to).map(({ record }) => record);
  }

  async cases(group: string, from: number, to: number): Promise<RecordedCase[]> {
    await this.calls.enter('cases');
    return this.#of(group, from, to).flatMap(({ recordedCase }) => recordedCase ?? []);
  }

  #of(group: string, from: number, to: number): NewRecord[] {
    return this.stored.filter(({ record }) => record.group === group && record.at >= from && record.at <= to);
  }
}
