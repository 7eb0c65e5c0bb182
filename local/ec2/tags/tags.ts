import { Ec2Error, invalidValue } from '../errors.ts';
import type { Tag, Tags } from '../model.ts';

/** https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/Using_Tags.html#tag-restrictions */
const MOST_TAGS = 50;
const LONGEST_KEY = 128;
const LONGEST_VALUE = 256;

const isReserved = (key: string): boolean => key.toLowerCase().startsWith('aws:');

export function checkTags(tags: readonly Tag[]): void {
  const keys = new Set<string>();
  for (const { key, value } of tags) {
    if (key === '') throw invalidValue('Tag keys must not be empty.');
    if (isReserved(key)) {
      throw invalidValue(`Tag keys starting with 'aws:' are reserved for internal use: ${key}`);
    }
    if ([...key].length > LONGEST_KEY)
      throw invalidValue(`Tag key exceeds the maximum length of ${LONGEST_KEY} characters`);
    if ([...value].length > LONGEST_VALUE) {
      throw invalidValue(`Tag value exceeds the maximum length of ${LONGEST_VALUE} characters`);
    }
    if (keys.has(key)) throw invalidValue(`Duplicate tag key '${key}' specified.`);
    keys.add(key);
  }
  if (keys.size > MOST_TAGS) throw tooMany();
}

/** Checks that `tags` may be added. Tags of AWS do not count toward the limit. */
export function checkAddition(present: Tags, tags: readonly Tag[]): void {
  const own = new Set([...present.keys()].filter((key) => !isReserved(key)));
  for (const { key } of tags) own.add(key);
  if (own.size > MOST_TAGS) throw tooMany();
}

/** A tag to remove, if it has this value. `null` matches any value. */
export interface Removal {
  readonly key: string;
  readonly value: string | null;
}

/** Removes the given tags, or all tags of the user if none are given. */
export function removeTags(present: Tags, removals: readonly Removal[]): void {
  if (removals.length === 0) {
    for (const key of [...present.keys()]) if (!isReserved(key)) present.delete(key);
  }
  for (const { key, value } of removals) {
    if (isReserved(key)) throw invalidValue(`Tag keys starting with 'aws:' are reserved for internal use: ${key}`);
    if (value === null || present.get(key) === value) present.delete(key);
  }
}

const tooMany = (): Ec2Error =>
  new Ec2Error('TagLimitExceeded', `More than ${MOST_TAGS} tags have been specified for this resource.`);
