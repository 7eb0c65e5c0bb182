import { expect, test } from 'vitest';
import { alarmMessagesIn, delivered } from '../../../../shared/aws/events/delivered.ts';

const queued = (body: string) => ({ Records: [{ eventSource: 'aws:sqs', messageId: 'm1', body }] });
const event = { 'detail-type': 'Worker Reported', detail: { 'instance-id': 'i-0123456789abcdef0' } };

test('an event is the same by itself and through a queue', () => {
  expect(delivered(event)).toBe(event);
  expect(delivered(queued(JSON.stringify(event)))).toEqual(event);
  for (const other of [null, 'text', {}, { Records: [] }]) expect(delivered(other)).toBe(other);
});

test('the message of an alarm is the same by itself and through a queue', () => {
  const Message = '{"AlarmName":"headcount/test/ci/cpu/high"}';
  expect(alarmMessagesIn({ Records: [{ EventSource: 'aws:sns', Sns: { Message } }] })).toEqual([Message]);
  expect(alarmMessagesIn(queued(JSON.stringify({ Type: 'Notification', Message })))).toEqual([Message]);
});

test('a message that is no JSON is an error, so that the event is tried again and kept', () => {
  expect(() => delivered(queued('no json'))).toThrow(SyntaxError);
  expect(() => alarmMessagesIn(queued('no json'))).toThrow(SyntaxError);
});
