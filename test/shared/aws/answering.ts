/** Anything of the SDK that has a middleware stack. */
interface HasMiddleware {
  // biome-ignore lint/suspicious/noExplicitAny: each client types its stack by its own inputs and outputs.
  readonly middlewareStack: { add(middleware: any, options: { step: 'initialize' }): void };
}

/**
 * Answers the client's calls without any AWS: `answer` gets the command's name and input. For what no emulator can be
 * brought to say. Returns the calls made, in order.
 */
export function answering(client: HasMiddleware, answer: (command: string, input: never) => unknown) {
  const calls: { command: string; input: unknown }[] = [];
  client.middlewareStack.add(
    (_next: unknown, context: { commandName: string }) => async (args: { input: unknown }) => {
      calls.push({ command: context.commandName, input: args.input });
      const output = await answer(context.commandName, args.input as never);
      return { output: { $metadata: {}, ...(output as object) }, response: {} };
    },
    { step: 'initialize' },
  );
  return calls;
}
