import { CustomResource, Duration, Stack } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import { CDK_AUTHOR_PREFIX } from '../shared/aws/names.ts';
import { faultText, type PolicyDocument } from '../shared/policy/index.ts';
import { FUNCTION_TIMEOUT_SECONDS } from '../shared/runtime/limits.ts';
import type { Autoscaler } from './headcount.ts';
import { policyFaults } from './policy-faults.ts';

export interface WorkerGroupProps {
  /** A `Headcount` of this app, or `Headcount.deployed(this, 'production')`. */
  readonly autoscaler: Autoscaler;
  /** The policy document, as in docs/reference/policy.md. Values of other resources, such as a launch template's id, may stand in it. */
  readonly policy: PolicyDocument;
  /** Why the policy is as it is; kept with its version. */
  readonly because?: string;
}

/**
 * A worker group of the user's own app: its policy is written with the deployment, and deleted with the stack. Its
 * workers are left alone then. An invalid policy stops the synthesis, with all that is wrong with it.
 */
export class WorkerGroup extends Construct {
  readonly group: string;
  private readonly autoscaler: Autoscaler;

  constructor(scope: Construct, id: string, { autoscaler, policy, because }: WorkerGroupProps) {
    super(scope, id);
    this.group = policy.group;
    this.autoscaler = autoscaler;
    this.node.addValidation({ validate: () => [...policyFaults(policy).map(faultText), ...this.doubled()] });

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
    // Within one app: the policy comes when all stands that acts on it, and goes while on-policy-change can still see it.
    if (Construct.isConstruct(autoscaler)) resource.node.addDependency(autoscaler);
  }

  /** Two policies of one group would take turns in overwriting each other. */
  private doubled(): string[] {
    const others = this.node.root.node
      .findAll()
      .filter((other) => other instanceof WorkerGroup && other !== this && other.writesTheSameAs(this));
    return others.map((other) => `group: ${this.group} is also written by ${other.node.path}`);
  }

  private writesTheSameAs({ group, autoscaler }: WorkerGroup): boolean {
    return this.group === group && this.autoscaler.putPolicyArn === autoscaler.putPolicyArn;
  }
}
