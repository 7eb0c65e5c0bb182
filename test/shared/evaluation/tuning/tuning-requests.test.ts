import { describe, expect, it } from 'vitest';
import { RememberedRequests } from '../../../../shared/evaluation/index.ts';
import { NOON } from '../../../contracts/examples.ts';

describe('requests of a process', () => {
  const MINUTE = 60_000;
  function requesting() {
    let now = NOON;
    const [sent, warned]: [string[][], string[]] = [[], []];
    const queue = {
      isDown: false,
      async send(groups: readonly string[]) {
        if (queue.isDown) throw new Error('unavailable');
        sent.push([...groups]);
      },
    };
    const requests = new RememberedRequests(
      queue,
      () => now,
      (message) => warned.push(message),
    );
    return {
      ...{ queue, warned },
      /** Asks for a group each minute, and returns the minutes in which a message was sent. `result`: when the last one was. */
      async everyMinute(minutes: number, result = () => 0): Promise<number[]> {
        const times: number[] = [];
        for (let minute = 0; minute < minutes; minute += 1, now += MINUTE) {
          sent.length = 0;
          await requests.request(new Map([['ci', result()]]));
          if (sent.length > 0) times.push(minute);
        }
        return times;
      },
      clock: () => now,
      pass: (minutes: number) => {
        now += minutes * MINUTE;
      },
      async once(groups: readonly string[]): Promise<string[][]> {
        sent.length = 0;
        await requests.request(new Map(groups.map((group) => [group, 0])));
        return [...sent];
      },
    };
  }

  it('repeat a lost message, and more slowly for a group without a result', async () => {
    expect(await requesting().everyMinute(300)).toEqual([0, 10, 30, 70, 150, 230]);
  });

  it('are as prompt as at first for a group that was tuned meanwhile', async () => {
    const requests = requesting();
    expect(await requests.everyMinute(12)).toEqual([0, 10]);
    requests.pass(60);
    const result = requests.clock();
    expect(await requests.everyMinute(12, () => result)).toEqual([0, 10]);
  });

  it('are prompt again from the first result on, however long a group had none', async () => {
    const requests = requesting();
    await requests.everyMinute(160);
    const hours: number[][] = [];
    for (let hour = 0; hour < 4; hour += 1) {
      const result = requests.clock();
      hours.push(await requests.everyMinute(5, () => result));
      requests.pass(55);
    }
    expect(hours).toEqual([[0], [0], [0], [0]]);
  });

  it('are messages of at most 20 groups', async () => {
    const groups = Array.from({ length: 45 }, (_, index) => `g${index}`);
    expect((await requesting().once(groups)).map(({ length }) => length)).toEqual([20, 20, 5]);
  });

  it('that could not be sent are repeated at once', async () => {
    const requests = requesting();
    requests.queue.isDown = true;
    expect(await requests.once(['ci'])).toEqual([]);
    expect(requests.warned).toEqual(['could not queue tunings of ci']);
    requests.queue.isDown = false;
    expect(await requests.once(['ci'])).toEqual([['ci']]);
  });
});
