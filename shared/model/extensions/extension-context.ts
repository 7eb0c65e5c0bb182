/** What the readers and adapters of extensions get. */
export interface ExtensionContext {
  readonly aws: AwsAccess;
  /** ms since the epoch. */
  readonly clock: () => number;
  /** Gets a message about data that is missing, but is no failure of the evaluation. */
  readonly warn: (message: string) => void;
}

/** AWS in the account and region of the deployment, with the permissions of the function, or of whoever runs the command. */
export interface AwsAccess {
  /**
   * One call of AWS's JSON protocol, without an SDK: `call('ssm', 'AmazonSSM.GetParameter', { Name })`. It is repeated as
   * an SDK does. Throws an `Error` whose cause has the code that AWS answered with as its `name`.
   * https://smithy.io/2.0/aws/protocols/aws-json-1_1-protocol.html
   */
  call(service: string, target: string, body: object): Promise<unknown>;
  /** For SDK clients: `new S3Client({ region: aws.region, credentials: aws.credentials })`. */
  region(): Promise<string>;
  credentials(): Promise<AwsCredentials>;
}

export interface AwsCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string | undefined;
}
