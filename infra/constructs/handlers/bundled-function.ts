import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as logs from 'aws-cdk-lib/aws-logs';
import { AssetHashType, DockerImage, Duration, RemovalPolicy, Stack } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import { FUNCTION_TIMEOUT_SECONDS, type FunctionName, functionName } from '../../../shared/names/index.ts';
import { bundleFunction, functionFolder, isBundled } from '../../bundle.ts';
import { EXTENDED_HANDLER, extendedBundle } from '../../bundling/extensions.ts';
import type { Stage } from '../../stage.ts';
import { allow } from '../permissions/permissions.ts';

/** Settings shared by the functions of a stage. */
export interface FunctionDefaults {
  readonly stage: Stage;
  readonly logRetention: logs.RetentionDays;
  /** Whether evaluations log their recorded cases. */
  readonly recordCases: boolean;
  /** The module that registers the extensions; null without extensions. */
  readonly extensions: string | null;
}

export interface BundledFunctionProps extends lambda.EventInvokeConfigOptions {
  readonly defaults: FunctionDefaults;
  readonly name: FunctionName;
  readonly description: string;
  readonly memorySize: number;
  readonly environment: Record<string, string>;
  readonly reservedConcurrentExecutions?: number;
  /** @default Lambda stops a chain of messages that the function sends to itself */
  readonly recursiveLoop?: lambda.RecursiveLoop;
}

/** A bundled function from `functions/`, with its own log group and a role limited to what the function needs. */
export class BundledFunction extends lambda.Function {
  readonly ownRole: iam.Role;

  constructor(scope: Construct, id: string, { defaults, name, ...props }: BundledFunctionProps) {
    const fullName = functionName(defaults.stage, name);
    const role = new iam.Role(scope, `${id}Role`, {
      assumedBy: new iam.ServicePrincipal('lambda.amazonaws.com'),
      description: `${fullName}: ${props.description}`,
    });
    const logGroup = new logs.LogGroup(scope, `${id}Logs`, {
      logGroupName: `/aws/lambda/${fullName}`,
      retention: defaults.logRetention,
      // The table keeps activities and their reasons; a retained log group of this name would make the next deployment fail.
      removalPolicy: RemovalPolicy.DESTROY,
    });
    super(scope, id, {
      ...props,
      functionName: fullName,
      role,
      logGroup,
      runtime: lambda.Runtime.NODEJS_24_X,
      architecture: lambda.Architecture.ARM_64,
      handler: defaults.extensions === null ? 'index.handler' : EXTENDED_HANDLER,
      code: defaults.extensions === null ? bundledCode(name) : extendedCode(scope, name, defaults.extensions),
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
 * The function's code as an asset. Its hash is that of the bundle, so an unchanged function is not deployed again. In the
 * repository, synthesis bundles the sources; an installed package already contains the bundles.
 */
function bundledCode(name: FunctionName): lambda.Code {
  if (isBundled(name)) return lambda.Code.fromAsset(functionFolder(name));
  return lambda.Code.fromAsset(functionFolder(name), {
    assetHashType: AssetHashType.OUTPUT,
    bundling: {
      // The image is never pulled, because local bundling either succeeds or throws.
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

/** The same with extensions. CDK would take the code of the same folder without them for the same asset. */
function extendedCode(scope: Construct, name: FunctionName, extensions: string): lambda.Code {
  const folder = Stack.of(scope).bundlingRequired ? extendedBundle(name, extensions) : functionFolder(name);
  return lambda.Code.fromAsset(folder);
}
