import { type Actor, THROUGH } from './actor.ts';
import { checksum } from './checksum.ts';

/** What the item of a policy says about its last change; null where it says nothing. */
export interface WrittenChange {
  readonly by: string | null;
  readonly because: string | null;
  readonly through?: string | null;
  /** New with each change by one of our tools. */
  readonly id?: string | null;
}

/** Who made a change; `by` is null if that is unknown. */
export interface ChangeAuthor {
  readonly by: string | null;
  readonly because: string | null;
  readonly through: Actor['through'];
}

/** A fresh id of a change. It says which document and author it was written with. `nonce`: unique, without full stops. */
export const changeId = (nonce: string, document: object, { by, because }: WrittenChange): string =>
  [nonce, checksum(canonical(document)), sumOf(by), sumOf(because)].join('.');

/** Recognizes the author of a change in later changes. */
export const changeMark = ({ by, because, id }: WrittenChange): string =>
  [sumOf(by), sumOf(because), id ?? ''].join(' ');

/**
 * The author of the document of an item. An edit by another tool may keep the attributes of the change before it: an author
 * counts if the document is the one that he wrote, or if his name is new. `before`: the mark of the version before.
 */
export function changeAuthor(document: object, change: WrittenChange, before: string | null): ChangeAuthor {
  const { by, because, through, id } = change;
  const [, written, writtenBy, writtenBecause] = sealOf(id);
  if (written === checksum(canonical(document))) return { by, because, through: throughOf(through) };
  const [byBefore, becauseBefore, ...idBefore] = before?.split(' ') ?? [];
  const isSameId = idBefore.join(' ') === (id ?? '');
  const isKept = (text: string | null, seal: string | undefined, earlier: string | undefined) =>
    sumOf(text) === seal || (isSameId && sumOf(text) === earlier);
  if (by === null || isKept(by, writtenBy, byBefore)) return { by: null, because: null, through: 'unknown' };
  return { by, because: isKept(because, writtenBecause, becauseBefore) ? null : because, through: 'unknown' };
}

/** The parts of an id of ours; nothing for an id that somebody else wrote. */
function sealOf(id: string | null | undefined): readonly (string | undefined)[] {
  const parts = id?.split('.') ?? [];
  return parts.length === 4 ? parts : [];
}

const sumOf = (text: string | null): string => (text === null ? '-' : checksum(text));

const throughOf = (written: string | null | undefined): Actor['through'] =>
  THROUGH.find((each) => each === written) ?? 'unknown';

/** JSON with sorted keys: a table does not keep their order. */
export function canonical(value: unknown): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null';
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  const fields = Object.entries(value).filter(([, field]) => field !== undefined);
  return `{${fields
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([name, field]) => `${JSON.stringify(name)}:${canonical(field)}`)
    .join(',')}}`;
}
