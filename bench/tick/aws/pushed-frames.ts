import { marshall } from '@aws-sdk/util-dynamodb';
import { framesOf } from '../../../shared/aws/dynamodb/pushed/pushed-frames.ts';
import { groupedBy } from '../../../shared/model/index.ts';
import { KEY, pushedKey, pushedPage } from '../../../shared/names/index.ts';
import type { Image } from './dynamodb.ts';

const PUSH_MS = 15_000;

/** The items of a steady metric that every group has pushed every 15 s, for as long as evaluations look back. */
export class PushedFrames {
  readonly #groups: ReadonlyMap<string, readonly string[]>;
  readonly #metric: string;
  readonly #value: number;
  readonly #made = new Map<string, Image[]>();

  constructor(groups: readonly string[], metric: string, value: number) {
    this.#groups = groupedBy(groups, (group) => pushedKey(pushedPage(group)));
    this.#metric = metric;
    this.#value = value;
  }

  /** The items of a page since a sort key, newest first. */
  since(partition: string, from: string, now: number): readonly Image[] {
    const items: Image[] = [];
    for (let at = Math.floor(now / PUSH_MS) * PUSH_MS; ; at -= PUSH_MS) {
      const frame = this.#frame(partition, at);
      const isOlder = frame.every((image) => (image[KEY.sort]?.S ?? '') < from);
      if (isOlder) return items;
      items.push(...frame);
    }
  }

  #frame(partition: string, at: number): Image[] {
    const key = `${partition} ${at}`;
    const known = this.#made.get(key);
    if (known) return known;
    const values = (this.#groups.get(partition) ?? []).map((group) => ({
      group,
      metric: this.#metric,
      worker: null,
      at,
      value: this.#value,
    }));
    const made = framesOf(values).map(({ partition: pk, sort, attributes }) =>
      marshall({ [KEY.partition]: pk, [KEY.sort]: sort, ...Object.fromEntries(attributes) }),
    );
    this.#made.set(key, made);
    return made;
  }
}
