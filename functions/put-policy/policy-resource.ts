import type { CloudFormationCustomResourceEvent } from 'aws-lambda';
import { policyAttributes } from '../../shared/aws/dynamodb/policies/policy-item.ts';
import type { PolicyItems } from '../../shared/aws/dynamodb/policies/policy-items.ts';
import { faultText, parseDeployable, type ValidationError } from '../../shared/policy/index.ts';

/** The properties that `WorkerGroup` writes. CloudFormation converts numbers to strings, so the document is one JSON string. */
export interface PolicyProperties {
  readonly document: string;
  /** The construct's path: after a policy has moved to another construct, the first one does not delete it. */
  readonly by: string;
  readonly because?: string;
}

/** Id of a resource that wrote nothing. No group can have this name, so deleting the resource deletes no policy. */
const NOTHING = '(nothing written)';

/**
 * The physical id of the resource is the group's name. When the group changes, CloudFormation therefore replaces the
 * resource: it creates the new one before it deletes the old one.
 */
export function policyResource(items: PolicyItems) {
  return {
    /** Carries out the event's request and returns the physical id. Throws an error whose message CloudFormation shows in the stack's events. */
    async apply(event: CloudFormationCustomResourceEvent): Promise<string> {
      const { document: text, by, because } = event.ResourceProperties as unknown as PolicyProperties;
      if (event.RequestType === 'Delete') {
        if (event.PhysicalResourceId !== NOTHING) await items.remove(event.PhysicalResourceId, by);
        return event.PhysicalResourceId;
      }
      const document = JSON.parse(text) as Record<string, unknown>;
      const faults = faultsOf(document);
      // Synthesis could not check this: the names of other resources were not known yet.
      if (faults.length > 0) throw new Error(`The policy was rejected. ${faults.map(faultText).join('; ')}`);
      const group = String(document['group']);
      const change = { by, through: 'cdk' as const, ...(because === undefined ? {} : { because }) };
      await items.put(group, policyAttributes(document, change, event.RequestId));
      return group;
    },

    /** The physical id when nothing changed. */
    unchanged: (event: CloudFormationCustomResourceEvent): string =>
      event.RequestType === 'Create' ? NOTHING : event.PhysicalResourceId,
  };
}

function faultsOf(document: unknown): readonly ValidationError[] {
  const parsed = parseDeployable(document);
  return parsed.ok ? [] : parsed.faults;
}
