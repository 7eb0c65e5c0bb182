import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { MOST_SENT_BYTES, sendable } from '../../../shared/api/sendable.ts';

const responseOf = (body: string) => ({ status: 200, headers: { 'content-type': 'text/plain' }, body });
const asking = (accepted?: string) => ({ headers: accepted === undefined ? {} : { 'accept-encoding': accepted } });
const LINE = 'headcount_desired_workers{group="ci"} 3\n';
/** What a function returns for this body, as JSON. */
const sentBytes = (body: string) => Buffer.byteLength(JSON.stringify(body));

describe('a response', () => {
  it('that is small is sent as it is, whatever its caller takes', () => {
    expect(sendable(responseOf(LINE), asking('gzip'))).toEqual({ ...responseOf(LINE), isBase64Encoded: false });
  });

  it.each(['gzip', 'deflate, gzip;q=0.5', 'GZIP, br'])('that is large is compressed for %s', (accepted) => {
    // The metrics of some thousand groups.
    const body = LINE.repeat(200_000);
    const { headers, isBase64Encoded, body: sent } = sendable(responseOf(body), asking(accepted));
    expect(headers).toEqual({ 'content-type': 'text/plain', 'content-encoding': 'gzip', vary: 'accept-encoding' });
    expect(isBase64Encoded).toBe(true);
    expect(sentBytes(sent)).toBeLessThan(MOST_SENT_BYTES);
    expect(gunzipSync(Buffer.from(sent, 'base64')).toString() === body).toBe(true);
  });

  it.each([undefined, 'identity', 'gzip;q=0', 'gzip;q=0.0', 'xgzip'])(
    'that is larger than a function may return is a problem for %s',
    (accepted) => {
      const fits = '"'.repeat((MOST_SENT_BYTES - 2) / 2);
      expect(sendable(responseOf(fits), asking(accepted)).status).toBe(200);
      const { status, headers, body, isBase64Encoded } = sendable(responseOf(`${fits}x`), asking(accepted));
      expect({ status, type: headers['content-type'], isBase64Encoded }).toEqual({
        ...{ status: 400, type: 'application/problem+json', isBase64Encoded: false },
      });
      expect(JSON.parse(body)).toMatchObject({ code: 'answer-too-large', params: { most: MOST_SENT_BYTES } });
    },
  );
});
