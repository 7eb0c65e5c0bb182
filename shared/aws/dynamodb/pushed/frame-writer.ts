import { inChunks } from '../../../model/index.ts';
import { EXPIRES_ATTRIBUTE, KEY } from '../../../names/index.ts';
import { PUSHED_KEPT_SECONDS } from '../../../sources/index.ts';
import type { Table } from '../table.ts';
import type { OwnGroups } from './own-groups.ts';
import { type Frame, ownFramesOf } from './pushed-frames.ts';
import { setting } from './setting.ts';

/** An expression has at most 4 KB and 300 operators: https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Constraints.html */
const VALUES_PER_UPDATE = 200;
/**
 * A write is billed by the size of its item, and a partition takes a thousand units a second. A page whose item costs more
 * is full: groups that push several metrics every second must not make the pushes of others fail.
 */
const MOST_UNITS = 32;
/** Full items that a process remembers. Each matters for 15 s. */
const MOST_FULL = 1000;

/** Writes the values of a frame. Returns the groups whose values have no room in an item. `now`: ms since the epoch. */
export type WriteFrame = (frame: Frame, now: number) => Promise<string[]>;

export function frameWriter({ call, name: TableName }: Table, own: OwnGroups): WriteFrame {
  const full = new Set<string>();

  const set = ({ partition, sort, start }: Frame, attributes: readonly (readonly [string, number])[]) => {
    const expires = [EXPIRES_ATTRIBUTE, Math.ceil(start / 1000) + PUSHED_KEPT_SECONDS] as const;
    const Key = { [KEY.partition]: partition, [KEY.sort]: sort };
    const ReturnConsumedCapacity = 'TOTAL' as const;
    return call('UpdateItem', { TableName, Key, ReturnConsumedCapacity, ...setting([...attributes, expires]) });
  };

  const noteFull = (key: string) => {
    if (full.size >= MOST_FULL) full.clear();
    full.add(key);
  };

  async function putFrame(frame: Frame, now: number): Promise<string[]> {
    const left: string[] = [];
    for (const some of inChunks([...frame.attributes], VALUES_PER_UPDATE)) {
      if (await fits(frame, some)) continue;
      if (frame.group !== null) left.push(frame.group);
      // The groups of a page push more than one item holds. From now on, each has an item for itself.
      else {
        for (const apart of ownFramesOf(frame, some)) {
          await own.note(apart.group, now);
          if (!(await fits(apart, [...apart.attributes]))) left.push(apart.group);
        }
      }
    }
    return left;
  }

  /** Returns whether the item had room. */
  async function fits(frame: Frame, attributes: readonly (readonly [string, number])[]): Promise<boolean> {
    const key = `${frame.partition} ${frame.sort}`;
    if (full.has(key)) return false;
    try {
      const { ConsumedCapacity: { CapacityUnits: units = 0 } = {} } = await set(frame, attributes);
      if (frame.group === null && units > MOST_UNITS) noteFull(key);
      return true;
    } catch (error) {
      if (!isTooLarge(error)) throw error;
      noteFull(key);
      return false;
    }
  }

  return putFrame;
}

/** https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Constraints.html#limits-items: 400 KB */
const isTooLarge = (error: unknown): boolean =>
  error instanceof Error && error.name === 'ValidationException' && /item size.*exceeded/i.test(error.message);
