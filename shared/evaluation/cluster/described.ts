import type { Description } from '../../providers/index.ts';

export type Descriptions = ReadonlyMap<string, Description | Error>;

/** The description of a group; undefined if its provider cannot describe it. */
export function describedIn(descriptions: Descriptions, group: string): Description | undefined {
  const description = descriptions.get(group);
  return description instanceof Error ? undefined : description;
}
