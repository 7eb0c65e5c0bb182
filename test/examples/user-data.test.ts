import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { REPOSITORY } from '../../local/paths.ts';
import { callsOf } from './programs.ts';

/** Programs of a worker, as far as the script uses them: each writes its own line, and answers what AWS or GitHub would. */
const PROGRAMS = {
  aws: `case "$2" in
    receive-message) [ "$NO_MESSAGE" ] && echo None || echo receipt-1 ;;
    get-parameter) echo github-token ;;
  esac`,
  curl: `case "$*" in
    *instance-id*) echo i-0123456789abcdef0 ;;
    *region*) echo eu-west-1 ;;
    *downloads) echo '[{ "os": "osx", "architecture": "arm64", "download_url": "mac" },
      { "os": "linux", "architecture": "arm64", "download_url": "https://github.example/runner.tar.gz" }]' ;;
    *jitconfig*) [ "$REFUSED" ] && exit 22 || echo '{ "encoded_jit_config": "one-job" }' ;;
  esac`,
  'systemd-run': `[ "$NO_JOB" ] && { touch was-idle; exit 1; }; [ "$BROKEN" ] && exit 1; touch has-started`,
  sleep: 'exec /bin/sleep 60',
  ...{ tar: 'cat >/dev/null', dnf: '', useradd: '', chown: '', pkill: '', shutdown: '' },
};
const SETTINGS = {
  QUEUE_URL: 'https://sqs.eu-west-1.amazonaws.com/111122223333/jobs',
  GITHUB_SCOPE: 'repos/acme/shop',
  RUNNER_LABELS: 'self-hosted,linux',
  TOKEN_PARAMETER: '/github-runners/token',
  IDLE_SECONDS: '600',
};

const CHANGES = /create-tags|receive-message|generate-jitconfig|systemd-run|delete-message|shutdown/;

/** What the worker did, in order: the commands of the script that change something. */
async function worker(circumstances: Readonly<Record<string, string>> = {}): Promise<string[]> {
  const script = await readFile(join(REPOSITORY, 'examples/github-runners/user-data.sh'), 'utf8');
  const calls = await callsOf({
    text: script.replaceAll('/home/runner', 'HOME_FOLDER'),
    programs: PROGRAMS,
    environment: { ...SETTINGS, ...circumstances },
  });
  return calls.filter((line) => CHANGES.test(line));
}
const steps = (calls: readonly string[]) => calls.map((call) => CHANGES.exec(call)?.[0]);

test('a worker reports that it is busy, takes a message, runs one job, deletes the message and shuts down', async () => {
  const calls = await worker();
  expect(steps(calls)).toEqual([
    'create-tags',
    'receive-message',
    'generate-jitconfig',
    'systemd-run',
    'delete-message',
    'shutdown',
  ]);
  expect(calls[0]).toContain('--resources i-0123456789abcdef0 --tags Key=headcount:busy,Value=true');
  expect(calls[3]).toMatch(/IPAddressDeny=169\.254\.169\.254.* \.\/run\.sh --jitconfig one-job$/);
  expect(calls[4]).toContain('--receipt-handle receipt-1');
});

test('a worker without a message waits longer than the message of a dead worker is hidden, then shuts down', async () => {
  const calls = steps(await worker({ NO_MESSAGE: 'true' }));
  expect(calls.filter((call) => call === 'receive-message')).toHaveLength(18);
  expect(18 * 20).toBeGreaterThan(5 * 60);
  expect(calls.at(-1)).toBe('shutdown');
  expect(calls).not.toContain('systemd-run');
});

test('a runner that gets no job deletes the message: nobody waits for it', async () => {
  expect(steps(await worker({ NO_JOB: 'true' })).slice(-2)).toEqual(['delete-message', 'shutdown']);
});

test.each(['REFUSED', 'BROKEN'])('a worker that cannot run a job (%s) leaves the message to another', async (fault) => {
  const calls = steps(await worker({ [fault]: 'true' }));
  expect(calls).not.toContain('delete-message');
  expect(calls.at(-1)).toBe('shutdown');
});
