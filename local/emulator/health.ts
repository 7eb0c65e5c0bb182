import { setTimeout as delay } from 'node:timers/promises';

/** Whether a healthy MiniStack answers at this endpoint, and if not, why. */
export async function emulatorHealth(
  endpoint: string,
  signal?: AbortSignal,
): Promise<{ ok: true } | { ok: false; why: string }> {
  const timeout = AbortSignal.timeout(5_000);
  try {
    const response = await fetch(new URL('/_ministack/health', endpoint), {
      signal: signal === undefined ? timeout : AbortSignal.any([signal, timeout]),
    });
    const text = await response.text();
    if (response.ok) return { ok: true };
    return { ok: false, why: `it answered ${response.status} to a health check: ${text.slice(0, 200)}` };
  } catch (error) {
    signal?.throwIfAborted();
    const cause = (error as Error).cause;
    return {
      ok: false,
      why: cause instanceof Error && cause.message !== '' ? cause.message : (error as Error).message,
    };
  }
}

/** Waits until the emulator is healthy. Throws with the last reason after `within` ms. */
export async function waitForHealth(endpoint: string, within: number, signal?: AbortSignal): Promise<void> {
  const until = Date.now() + within;
  for (;;) {
    const health = await emulatorHealth(endpoint, signal);
    if (health.ok) return;
    if (Date.now() > until) throw new Error(`The emulator did not become healthy within ${within} ms: ${health.why}`);
    await delay(50, undefined, signal === undefined ? {} : { signal });
  }
}
