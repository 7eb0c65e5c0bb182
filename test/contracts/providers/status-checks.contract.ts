import { beforeAll, describe, expect, it } from 'vitest';
import type { StatusChecks } from '../../../shared/providers/ec2/ports.ts';

export interface StatusChecksSubject {
  readonly statusChecks: StatusChecks;
  /** So many instances that run. */
  run(count: number): Promise<string[]>;
  impair(id: string, impaired?: boolean): void;
  terminate(id: string): void;
}

export function describeStatusChecksContract(
  name: string,
  makeSubject: () => StatusChecksSubject | Promise<StatusChecksSubject>,
): void {
  describe(`StatusChecks: ${name}`, () => {
    let subject: StatusChecksSubject;
    beforeAll(async () => {
      subject = await makeSubject();
    });
    /** Of these, those found impaired. */
    const impairedOf = async (ids: readonly string[]): Promise<string[]> => {
      const impaired = await subject.statusChecks.impaired();
      return ids.filter((id) => impaired.has(id));
    };

    it('returns only the instances whose check fails', async () => {
      const ids = await subject.run(3);
      expect(await impairedOf(ids)).toEqual([]);
      for (const id of ids.slice(1)) subject.impair(id);
      expect(await impairedOf(ids)).toEqual(ids.slice(1));
    });

    it('omits an instance that passes again or has ended', async () => {
      const ids = await subject.run(3);
      for (const id of ids) subject.impair(id);
      subject.impair(ids[0] as string, false);
      subject.terminate(ids[1] as string);
      expect(await impairedOf(ids)).toEqual(ids.slice(2));
    });

    it('returns more instances than fit on one page', async () => {
      const ids = await subject.run(1001);
      for (const id of ids) subject.impair(id);
      expect(await impairedOf(ids)).toHaveLength(1001);
    });
  });
}
