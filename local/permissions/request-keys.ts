/** Values of one condition key; null when the request has none. */
export type KeyValues = string | readonly string[] | null;

/** What a request says about an action on a resource, for the conditions of policies. */
export interface RequestKeys {
  /** The action's own keys, `ec2:CreateAction` or `aws:TagKeys`, each also when the request has no value of it. */
  readonly values?: Readonly<Record<string, KeyValues>>;
  /** Tags that the request sets: `aws:RequestTag/…`. Absent for an action that sets none. */
  readonly requestTags?: Readonly<Record<string, string>>;
  /** Tags of the resource: `aws:ResourceTag/…`. Absent for a resource that has none. */
  readonly resourceTags?: Readonly<Record<string, string>>;
}

const TAGS = {
  'aws:requesttag': 'requestTags',
  'aws:resourcetag': 'resourceTags',
  'ec2:resourcetag': 'resourceTags',
  'autoscaling:resourcetag': 'resourceTags',
} as const;

/** The value of a condition key; undefined for a key that this action does not have. Names of keys ignore case. */
export function valueOfKey(key: string, { values = {}, ...tags }: RequestKeys): KeyValues | undefined {
  const own = Object.entries(values).find(([name]) => name.toLowerCase() === key.toLowerCase());
  if (own) return own[1];
  const [prefix = '', ...rest] = key.split('/');
  const kind = prefix.toLowerCase();
  if (rest.length === 0 || !Object.hasOwn(TAGS, kind)) return undefined;
  const found = tags[TAGS[kind as keyof typeof TAGS]];
  return found === undefined ? undefined : (found[rest.join('/')] ?? null);
}
