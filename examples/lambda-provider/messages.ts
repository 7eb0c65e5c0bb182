/** The messages of Headcount's provider lambda; their JSON Schema is `headcount/providers/lambda.schema.json`. */
interface Common {
  readonly version: 1;
  readonly group: string;
  readonly stage: string;
}
export type Marks = Readonly<Record<string, string | null>>;
export type Message = Common &
  (
    | { readonly action: 'describe' }
    | { readonly action: 'resize'; readonly idempotencyKey: string; readonly from: number; readonly desired: number }
    | {
        readonly action: 'terminate';
        readonly idempotencyKey: string;
        readonly workers: readonly string[];
        readonly evenBusy: boolean;
      }
    | { readonly action: 'mark'; readonly workers: readonly string[]; readonly marks: Marks }
  );

export interface Worker {
  readonly id: string;
  readonly state: 'pending' | 'ready' | 'unhealthy';
  readonly launchedAt?: string;
  readonly zone?: string;
  readonly marks: Readonly<Record<string, string>>;
}
