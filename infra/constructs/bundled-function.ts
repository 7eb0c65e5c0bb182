import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as logs from 'aws-cdk-lib/aws-logs';
import { AssetHashType, DockerImage, Duration, RemovalPolicy } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import { functionName } from '../../shared/aws/names.ts';
import { FUNCTION_TIMEOUT_SECONDS, type FunctionName } from '../../shared/runtime/limits.ts';
import { bundleFunction, functionFolder, isBundled } from '../bundle.ts';
import type { Stage } from '../stage.ts';
import { allow } from './permissions.ts';

/** What all functions of a stage have in common. */
export interface House {
  readonly stage: Stage;
  readonly logRetention: logs.RetentionDays;
  /** Evaluations log their cases. */
  readonly recordCases: boolean;
}

export interface BundledFunctionProps extends lambda.EventInvokeConfigOptions {
  readonly house: House;
  readonly name: FunctionName;
  readonly description: string;
  readonly memorySize: number;
  readonly environment: Record<string, string>;
  readonly reservedConcurrentExecutions?: number;
}

/** A function of `functions/`, bundled, with a role and a log group of its own that hold nothing it does not need. */
export class BundledFunction extends lambda.Function {
  readonly ownRole: iam.Role;

  constructor(scope: Construct, id: string, { house, name, ...props }: BundledFunctionProps) {
    const fullName = functionName(house.stage, name);
    const role = new iam.Role(scope, `${id}Role`, {
      assumedBy: new iam.ServicePrincipal('lambda.amazonaws.com'),
      description: `${fullName}: ${props.description}`,
    });
    const logGroup = new logs.LogGroup(scope, `${id}Logs`, {
      logGroupName: `/aws/lambda/${fullName}`,
      retention: house.logRetention,
      // What was done and why is kept in the table; a retained group under this name would refuse the next deployment.
      removalPolicy: RemovalPolicy.DESTROY,
    });
    super(scope, id, {
      ...props,
      functionName: fullName,
      role,
      logGroup,
      runtime: lambda.Runtime.NODEJS_24_X,
      architecture: lambda.Architecture.ARM_64,
      handler: 'index.handler',
      code: bundledCode(name),
      timeout: Duration.seconds(FUNCTION_TIMEOUT_SECONDS[name]),
    });
    this.ownRole = role;
    allow(role, {
      sid: 'WriteOwnLogs',
      actions: ['logs:CreateLogStream', 'logs:PutLogEvents'],
      resources: [logGroup.logGroupArn],
    });
  }
}

/**
 * An asset by the hash of what was bundled, so that a deployment without a change changes nothing. The repository bundles
 * from source at each synthesis; an installed package has its bundles already.
 */
function bundledCode(name: FunctionName): lambda.Code {
  if (isBundled(name)) return lambda.Code.fromAsset(functionFolder(name));
  return lambda.Code.fromAsset(functionFolder(name), {
    assetHashType: AssetHashType.OUTPUT,
    bundling: {
      // Never pulled: bundling in this process always succeeds or throws.
      image: DockerImage.fromRegistry('bundled-without-docker'),
      local: {
        tryBundle(outdir) {
          bundleFunction(name, outdir);
          return true;
        },
      },
    },
  });
}
