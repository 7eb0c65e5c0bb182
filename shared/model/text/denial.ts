/** `the role NAME` for an assumed role; for anything else, the ARN without partition, service, region and account. */
function named(arn: string): string {
  const [, role] = /:assumed-role\/([^/]+)/.exec(arn) ?? [];
  if (role !== undefined) return `the role ${role}`;
  const [, , , , , ...rest] = arn.split(':');
  return rest.length > 0 ? rest.join(':') : arn;
}

/**
 * Shortens the messages of denied AWS calls in a text: who may not perform which action on what, and why. EC2's own message takes
 * ten lines, most of them encoded. The forms of these messages:
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html
 */
export const withShortDenials = (text: string): string =>
  text.includes('authoriz')
    ? text
        .replace(/\.? ?Encoded authorization failure message: [\w-]*…?/g, '')
        .replace(/You are not authorized to perform this operation\. (?=User: )/g, '')
        .replace(/User: (\S+) is not authorized to perform: /g, (_, who: string) => `${named(who)} may not perform `)
        .replace(/ on resource: (\S+)/g, (_, what: string) => ` on ${named(what)}`)
        .replace(/ allows the \S+ action/g, ' allows it')
        .replace(/ with an explicit deny/g, ' because of an explicit deny')
    : text;

/**
 * The action that a denial names; undefined if it names none. SQS writes it in small letters. It may belong to another service,
 * for example to KMS. The forms are those of {@link withShortDenials}.
 */
export const deniedAction = (text: string): string | undefined =>
  /not authorized to perform:? ([a-z0-9-]+:\w+)/i.exec(text)?.[1];
