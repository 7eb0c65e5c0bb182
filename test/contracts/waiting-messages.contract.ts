import { beforeEach, describe, expect, it } from 'vitest';
import type { WaitingMessages } from '../../shared/operations/index.ts';

export interface WaitingSubject {
  readonly waiting: WaitingMessages;
  send(body: string): Promise<unknown>;
}

export function describeWaitingMessagesContract(
  name: string,
  makeSubject: () => WaitingSubject | Promise<WaitingSubject>,
): void {
  describe(`WaitingMessages: ${name}`, () => {
    let subject: WaitingSubject;
    beforeEach(async () => {
      subject = await makeSubject();
    });
    const bodies = async () => (await subject.waiting.receiveAll()).map(({ body }) => body).sort();

    it('receives more messages than one call returns', async () => {
      const sent = Array.from({ length: 25 }, (_, n) => `message ${n}`).sort();
      for (const body of sent) await subject.send(body);
      expect(await bodies()).toEqual(sent);
    });

    it('of an empty queue are an empty list', async () => {
      expect(await bodies()).toEqual([]);
    });

    it('are hidden from others once received, and visible again when released', async () => {
      for (const body of ['a', 'b']) await subject.send(body);
      const received = await subject.waiting.receiveAll();
      expect(await bodies()).toEqual([]);
      for (const message of received.filter(({ body }) => body === 'a')) await subject.waiting.release(message);
      expect(await bodies()).toEqual(['a']);
    });

    it('are removed when deleted', async () => {
      for (const body of ['a', 'b']) await subject.send(body);
      for (const message of await subject.waiting.receiveAll()) {
        if (message.body === 'a') await subject.waiting.delete(message);
        else await subject.waiting.release(message);
      }
      expect(await bodies()).toEqual(['b']);
    });
  });
}
