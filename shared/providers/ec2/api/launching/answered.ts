import type {
  CreateFleetCommand,
  EC2Client,
  RunInstancesCommand,
  ServiceInputTypes,
  ServiceOutputTypes,
} from '@aws-sdk/client-ec2';
import { codeOf, isRefusal } from '../../../instances/errors.ts';

/** The part of a command's middleware that is used here: the stack of each command is typed by its own input. */
interface Stack {
  add(
    middleware: (
      next: (args: ServiceInputTypes) => Promise<ServiceOutputTypes>,
    ) => (args: ServiceInputTypes) => Promise<ServiceOutputTypes>,
    options: { readonly step: 'deserialize'; readonly name: string; readonly priority: 'high' },
  ): void;
}

/** EC2's response: the output, or a refusal, which means that EC2 did nothing. */
export type Answered<Output> =
  | { readonly output: Output }
  | { readonly refusal: { readonly code: string; readonly message: string } };

/**
 * Sends a launch. Throws if its outcome is unknown. The SDK retries a call: if an earlier attempt had no clear response,
 * it may have launched instances, even if EC2 refuses the last attempt.
 */
export async function answered<Output extends object>(
  client: EC2Client,
  command: CreateFleetCommand | RunInstancesCommand,
): Promise<Answered<Output>> {
  let isClear = true;
  (command.middlewareStack as unknown as Stack).add(
    (next) => async (args) => {
      try {
        return await next(args);
      } catch (error) {
        isClear &&= isRefusal(error);
        throw error;
      }
    },
    // Runs for each attempt, around the middleware that reads the response.
    { step: 'deserialize', name: 'noteUnclearAttempts', priority: 'high' },
  );
  try {
    return { output: (await client.send(command as CreateFleetCommand)) as Output };
  } catch (error) {
    if (!isClear || !isRefusal(error)) throw error;
    return { refusal: { code: codeOf(error), message: (error as Error).message } };
  }
}
