import { EXPIRES_ATTRIBUTE, KEY, pushedKey, pushedPage } from '../../../names/index.ts';
import type { Table } from '../table.ts';
import { OWN_SORT } from './pushed-frames.ts';
import { setting } from './setting.ts';

/** How long a group is known to have items of its own. Renewed at half of it. */
const OWN_KNOWN_MS = 86_400_000;

/** The attribute that marks a group as one with items of its own: no value has this name, whatever the group is called. */
export const ownMark = (group: string): string => `${group}/`;

/** The list of groups that have items of their own. Evaluations of all other groups don't look for such items. */
export interface OwnGroups {
  /** Lists a group. `now`: ms since the epoch. */
  note(group: string, now: number): Promise<void>;
}

export function ownGroups({ call, name: TableName }: Table): OwnGroups {
  const knownUntil = new Map<string, number>();
  return {
    async note(group, now) {
      const isKnown = () => (knownUntil.get(group) ?? 0) > now + OWN_KNOWN_MS / 2;
      if (isKnown()) return;
      const Key = { [KEY.partition]: pushedKey(pushedPage(group)), [KEY.sort]: OWN_SORT };
      const { Item: item = {} } = await call('GetItem', { TableName, Key });
      const stored = item[ownMark(group)];
      if (typeof stored === 'number') knownUntil.set(group, stored);
      if (isKnown()) return;
      const until = now + OWN_KNOWN_MS;
      const mark = setting([
        [ownMark(group), until],
        [EXPIRES_ATTRIBUTE, Math.ceil(until / 1000)],
      ]);
      await call('UpdateItem', { TableName, Key, ...mark });
      knownUntil.set(group, until);
    },
  };
}
