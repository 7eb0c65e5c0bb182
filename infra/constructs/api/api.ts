import { AccessLogFormat } from 'aws-cdk-lib/aws-apigateway';
import * as apigateway from 'aws-cdk-lib/aws-apigatewayv2';
import { LogGroupLogDestination } from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpIamAuthorizer } from 'aws-cdk-lib/aws-apigatewayv2-authorizers';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import * as logs from 'aws-cdk-lib/aws-logs';
import type * as sqs from 'aws-cdk-lib/aws-sqs';
import { RemovalPolicy } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import { calls } from '../../../shared/api/index.ts';
import { apiName, DUE_INDEX, ENVIRONMENT } from '../../../shared/names/index.ts';
import { BundledFunction, type FunctionDefaults } from '../handlers/bundled-function.ts';
import { allowPreview, type EvaluationAccess } from '../permissions/evaluation-permissions.ts';
import { allow } from '../permissions/permissions.ts';
import { ApiLevels } from './api-levels.ts';

interface ApiProps {
  readonly defaults: FunctionDefaults;
  readonly access: EvaluationAccess;
  readonly queue: sqs.IQueue;
}

/** Requests a second of all callers together: far more than people and their tools need, and no more than the table bears. */
const THROTTLE = { rateLimit: 50, burstLimit: 100 };

/** What is logged of each request: who made it, from where, and what came of it. */
const ACCESS_LOG = JSON.stringify({
  request: '$context.requestId',
  time: '$context.requestTime',
  route: '$context.routeKey',
  path: '$context.path',
  status: '$context.status',
  caller: '$context.identity.userArn',
  from: '$context.identity.sourceIp',
  milliseconds: '$context.responseLatency',
  error: '$context.error.message',
});

/**
 * The HTTP API: one function behind a gateway that lets signed requests through. It reads, writes policies and state, and
 * queues evaluations. It launches and terminates nothing.
 */
export class Api extends Construct {
  readonly function: BundledFunction;
  readonly httpApi: apigateway.HttpApi;
  readonly url: string;

  constructor(scope: Construct, id: string, { defaults, access, queue }: ApiProps) {
    super(scope, id);
    const { stage } = defaults;
    const name = 'api';
    this.function = new BundledFunction(this, 'Function', {
      defaults,
      name,
      description: 'Answers the HTTP API',
      memorySize: 1024,
      environment: {
        [ENVIRONMENT.stage]: stage,
        [ENVIRONMENT.table]: access.table.tableName,
        [ENVIRONMENT.queueUrl]: queue.queueUrl,
      },
    });
    this.allowCalls(access, queue);

    this.httpApi = new apigateway.HttpApi(this, 'HttpApi', {
      apiName: apiName(stage),
      description: `Headcount ${stage}: status, policies and control of all groups`,
      createDefaultStage: false,
      defaultAuthorizer: new HttpIamAuthorizer(),
    });
    const integration = new HttpLambdaIntegration('Integration', this.function, { scopePermissionToRoute: false });
    for (const { method, path } of calls) {
      this.httpApi.addRoutes({ path, methods: [apigateway.HttpMethod[method]], integration });
    }
    const logGroup = new logs.LogGroup(this, 'AccessLogs', {
      logGroupName: `/aws/vendedlogs/${apiName(stage)}`,
      retention: defaults.logRetention,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    const deployed = new apigateway.HttpStage(this, 'Stage', {
      httpApi: this.httpApi,
      autoDeploy: true,
      throttle: THROTTLE,
      accessLogSettings: {
        destination: new LogGroupLogDestination(logGroup),
        format: AccessLogFormat.custom(ACCESS_LOG),
      },
    });
    this.url = deployed.url;
    new ApiLevels(this, 'Levels', { stage, apiId: this.httpApi.apiId });
  }

  private allowCalls(access: EvaluationAccess, queue: sqs.IQueue): void {
    const role = this.function.ownRole;
    allow(role, {
      sid: 'ReadEverythingWritePoliciesStatesAudit',
      actions: [
        ...['dynamodb:GetItem', 'dynamodb:BatchGetItem', 'dynamodb:Query', 'dynamodb:Scan'],
        ...['dynamodb:PutItem', 'dynamodb:UpdateItem', 'dynamodb:DeleteItem'],
      ],
      resources: [access.table.tableArn],
    });
    allow(role, {
      sid: 'FindGroups',
      actions: ['dynamodb:Query'],
      resources: [`${access.table.tableArn}/index/${DUE_INDEX.name}`],
    });
    allowPreview(role, access);
    allow(role, { sid: 'EvaluateGroups', actions: ['sqs:SendMessage'], resources: [queue.queueArn] });
  }
}
