/** Variables that stand above keys, region and endpoint, or belong to other keys. */
const ASTRAY =
  /^(AWS_(PROFILE|DEFAULT_PROFILE|SESSION_TOKEN|SECURITY_TOKEN|ENDPOINT_URL_\w+|IGNORE_CONFIGURED_ENDPOINT_URLS|USE_(FIPS|DUALSTACK)_ENDPOINT)|HEADCOUNT_TABLE)$/;

/**
 * Lines for `eval` that make a POSIX shell use an environment. Variables of the shell's own that would lead a client
 * elsewhere (a profile stands above keys, an endpoint of one service above the common one) are unset.
 */
export function shellLines(wanted: Readonly<Record<string, string>>, present: NodeJS.ProcessEnv): string[] {
  const astray = Object.keys(present).filter((name) => ASTRAY.test(name) && !Object.hasOwn(wanted, name));
  return [
    ...astray.map((name) => `unset ${name}`),
    ...Object.entries(wanted).map(([name, value]) => `export ${name}=${quoted(value)}`),
  ];
}

const quoted = (value: string): string => `'${value.replaceAll("'", "'\\''")}'`;
