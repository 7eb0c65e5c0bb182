/** A role or user by its name, and anything else without partition, region and account. */
function named(arn: string): string {
  const [, role] = /:assumed-role\/([^/]+)/.exec(arn) ?? [];
  if (role !== undefined) return `the role ${role}`;
  const [, , , , , ...rest] = arn.split(':');
  return rest.length > 0 ? rest.join(':') : arn;
}

/**
 * A text with the denials of AWS in few words: who may not perform which action on what, and why. Without them, one denial of EC2
 * takes ten lines, most of which only AWS can decode. Forms:
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
    : text;
