/** Variables that override keys, region and endpoint, or that belong to other keys. */
const ASTRAY =
  /^(AWS_(PROFILE|DEFAULT_PROFILE|SESSION_TOKEN|SECURITY_TOKEN|ENDPOINT_URL_\w+|IGNORE_CONFIGURED_ENDPOINT_URLS|USE_(FIPS|DUALSTACK)_ENDPOINT)|HEADCOUNT_TABLE)$/;

/**
 * Lines for `eval` that make a POSIX shell use an environment. They unset variables of the shell that would direct a
 * client elsewhere: a profile overrides keys, and an endpoint of one service overrides the common one.
 */
export function shellLines(wanted: Readonly<Record<string, string>>, present: NodeJS.ProcessEnv): string[] {
  const astray = Object.keys(present).filter((name) => ASTRAY.test(name) && !Object.hasOwn(wanted, name));
  return [
    ...astray.map((name) => `unset ${name}`),
    ...Object.entries(wanted).map(([name, value]) => `export ${name}=${quoted(value)}`),
  ];
}

const quoted = (value: string): string => `'${value.replaceAll("'", "'\\''")}'`;
