import { errorText, groupedBy, reasonedErrors } from '../../model/index.ts';
import type { DescribeRequest, Description } from '../provider-adapter.ts';
import { because } from './because.ts';
import type { CommonConfig, ProviderExtension } from './extension.ts';
import { reasons } from './reasons.ts';
import { targetIn } from './workers.ts';

const fault = reasonedErrors(reasons);

/** The requests that the extension has a name for, and errors for the others: they fail only their own groups. */
export function namedIn(
  kind: string,
  nameOf: ProviderExtension['nameOf'],
  requests: readonly DescribeRequest<CommonConfig>[],
) {
  const errors = new Map<string, Error>();
  const named = requests.filter(({ group, config }) => {
    if (config === null) return true;
    try {
      const name: unknown = nameOf(config);
      if (typeof name !== 'string' || name === '')
        throw new Error(`nameOf returned ${JSON.stringify(name)}, not a text`);
      return true;
    } catch (cause) {
      errors.set(group, fault(because['extension-unnamed']({ kind, error: errorText(cause) }), { cause }));
      return false;
    }
  });
  return { named, errors };
}

/** The descriptions, with errors for groups of the same name: groups that resize the same target would undo each other's changes. */
export function onlyOnce(
  kind: string,
  descriptions: ReadonlyMap<string, Description | Error>,
): ReadonlyMap<string, Description | Error> {
  const named = [...descriptions].flatMap(([group, each]) => {
    const facts = each instanceof Error ? null : (each.facts as { name: string } | null);
    return facts ? [{ group, name: targetIn(facts.name).name }] : [];
  });
  const shared = [...groupedBy(named, ({ name }) => name)].filter(([, same]) => same.length > 1);
  const errors = shared.flatMap(([name, same]) => {
    const groups = same.map(({ group }) => group);
    return groups.map((group) => [group, fault(because['extension-named-twice']({ kind, name, groups }))] as const);
  });
  return new Map([...descriptions, ...errors]);
}
