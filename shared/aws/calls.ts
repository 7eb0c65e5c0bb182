/** Input and output of a service's actions, as its SDK client has them. */
type Actions<A> = { readonly [Action in keyof A]: { readonly input: object; readonly output: object } };

/** Calls an action of a service. Throws an error whose name is the code that AWS answered with. */
export type Calls<A extends Actions<A>> = <Action extends keyof A & string>(
  action: Action,
  input: A[Action]['input'],
) => Promise<A[Action]['output']>;

/** Calls with an SDK client, which loads with it. Functions have lighter calls. */
export const sdkCalls =
  <A extends Actions<A>>(
    client: { send(command: never): Promise<unknown> },
    commands: { readonly [Action in keyof A]: new (input: never) => object },
  ): Calls<A> =>
  async (action, input) =>
    (await client.send(new commands[action](input as never) as never)) as never;
