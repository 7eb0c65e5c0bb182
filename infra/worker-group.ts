import { CustomResource, Duration, Stack } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import { CDK_AUTHOR_PREFIX, FUNCTION_TIMEOUT_SECONDS } from '../shared/names/index.ts';
import { faultText, type PolicyDocument } from '../shared/policy/index.ts';
import type { Autoscaler } from './headcount.ts';
import { policyErrors } from './policy-errors.ts';

export interface WorkerGroupProps {
  /** A `Headcount` of this app, or `Headcount.deployed(this, 'production')`. */
  readonly autoscaler: Autoscaler;
  /** The policy document, as in docs/reference/policy.md. It may refer to other resources, such as a launch template's id. */
  readonly policy: PolicyDocument;
  /** Reason for this policy; stored with its version. */
  readonly because?: string;
}

/**
 * A worker group of your own app. The deployment writes its policy; deleting the stack deletes the policy and leaves the
 * workers running, unmanaged. An invalid policy stops the synthesis with every validation error.
 */
export class WorkerGroup extends Construct {
  readonly group: string;
  private readonly autoscaler: Autoscaler;

  constructor(scope: Construct, id: string, { autoscaler, policy, because }: WorkerGroupProps) {
    super(scope, id);
    this.group = policy.group;
    this.autoscaler = autoscaler;
    this.node.addValidation({ validate: () => [...policyErrors(policy).map(faultText), ...this.conflicts()] });

    const resource = new CustomResource(this, 'Policy', {
      resourceType: 'Custom::HeadcountPolicy',
      serviceToken: autoscaler.putPolicyArn,
      serviceTimeout: Duration.seconds(2 * FUNCTION_TIMEOUT_SECONDS['put-policy']),
      properties: {
        document: Stack.of(this).toJsonString(policy),
        by: `${CDK_AUTHOR_PREFIX}${this.node.path}`,
        ...(because === undefined ? {} : { because }),
      },
    });
    // In the same app: create the policy after the resources that process it, and delete it while on-policy-change still
    // exists.
    if (Construct.isConstruct(autoscaler)) resource.node.addDependency(autoscaler);
  }

  /** Constructs that write the policy of the same group would overwrite one another. */
  private conflicts(): string[] {
    const others = this.node.root.node
      .findAll()
      .filter((other) => other instanceof WorkerGroup && other !== this && other.writesTheSameAs(this));
    return others.map((other) => `group: ${this.group} is also written by ${other.node.path}`);
  }

  private writesTheSameAs({ group, autoscaler }: WorkerGroup): boolean {
    return this.group === group && this.autoscaler.putPolicyArn === autoscaler.putPolicyArn;
  }
}
