import type { Report, UnreadableReport } from '../../shared/names/index.ts';
import type { FoundWorker, Terminated } from '../../shared/providers/index.ts';
import { Calls } from './calls.ts';
import { FakeAutoScaling, type FakeAutoScalingOptions } from './fake-auto-scaling.ts';

type Plan = Parameters<FakeAutoScaling['raise']>[0];

/**
 * What is asked of a provider that launches and replaces its workers by itself, as an Auto Scaling group in memory does.
 * `calls` counts the methods.
 */
export abstract class OverMembers {
  readonly calls = new Calls();
  protected readonly members: FakeAutoScaling;

  constructor(options: FakeAutoScalingOptions) {
    this.members = new FakeAutoScaling(options);
  }

  /** The name of the group in memory that holds the workers. */
  protected holder(name: string): string {
    return name;
  }

  create(holder: string, group: string): void {
    this.members.create(holder, { group });
  }

  async raise(plan: Plan): Promise<{ readonly desired: number }> {
    await this.calls.enter('raise');
    return this.members.raise({ ...plan, name: this.holder(plan.name) });
  }

  async remove(name: string, ids: readonly string[], evenBusy: boolean): Promise<Terminated> {
    await this.calls.enter('remove');
    return this.members.remove(this.holder(name), ids, evenBusy);
  }

  async mark(ids: readonly string[], until: number): Promise<void> {
    await this.calls.enter('mark');
    await this.members.mark(ids, until);
  }

  async unmark(ids: readonly string[]): Promise<void> {
    await this.calls.enter('unmark');
    await this.members.unmark(ids);
  }

  async markDrained(id: string): Promise<void> {
    await this.calls.enter('markDrained');
    await this.members.markDrained(id);
  }

  async markReported(id: string, report: Report | UnreadableReport, at: number): Promise<void> {
    await this.calls.enter('markReported');
    await this.members.markReported(id, report, at);
  }

  async find(id: string): Promise<FoundWorker | null> {
    await this.calls.enter('find');
    return this.members.find(id);
  }
}
