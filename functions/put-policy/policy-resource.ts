import type { CloudFormationCustomResourceEvent } from 'aws-lambda';
import type { PolicyItems } from '../../shared/aws/dynamodb/policy-items.ts';
import { POLICY_ITEM_EXTRAS } from '../../shared/names/index.ts';
import { faultText, parseDeployable, type ValidationError } from '../../shared/policy/index.ts';

/** What `WorkerGroup` writes into its resource. CloudFormation makes text of every number, so the document is one text. */
export interface PolicyProperties {
  readonly document: string;
  /** The construct, so that a policy which moved to another one is not deleted by the first. */
  readonly by: string;
  readonly because?: string;
}

/** Id of a resource that wrote nothing. No group has this name, so its deletion deletes nothing. */
const NOTHING = '(nothing written)';

/**
 * The physical id of the resource is the group's name: a policy for another group is another resource, which
 * CloudFormation makes first, before it deletes the old one.
 */
export function policyResource(items: PolicyItems) {
  return {
    /** Does what the event asks for and returns the physical id. Throws a sentence for the stack's events. */
    async apply(event: CloudFormationCustomResourceEvent): Promise<string> {
      const { document: text, by, because } = event.ResourceProperties as unknown as PolicyProperties;
      if (event.RequestType === 'Delete') {
        if (event.PhysicalResourceId !== NOTHING) await items.remove(event.PhysicalResourceId, by);
        return event.PhysicalResourceId;
      }
      const document = JSON.parse(text) as Record<string, unknown>;
      const faults = faultsOf(document);
      // At synthesis, what other resources will be called was not known yet.
      if (faults.length > 0) throw new Error(`The policy is refused. ${faults.map(faultText).join('; ')}`);
      const group = String(document['group']);
      await items.put(group, {
        ...document,
        [POLICY_ITEM_EXTRAS.by]: by,
        ...(because === undefined ? {} : { [POLICY_ITEM_EXTRAS.because]: because }),
      });
      return group;
    },

    /** The physical id when nothing was done. */
    unchanged: (event: CloudFormationCustomResourceEvent): string =>
      event.RequestType === 'Create' ? NOTHING : event.PhysicalResourceId,
  };
}

function faultsOf(document: unknown): readonly ValidationError[] {
  const parsed = parseDeployable(document);
  return parsed.ok ? [] : parsed.faults;
}
