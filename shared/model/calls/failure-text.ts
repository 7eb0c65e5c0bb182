/** The text of a failed call: the service's code or the error's name, and its message. The name `Error` is omitted, since it says nothing. */
export function failureText(error: string, message: string | undefined): string {
  if (message === undefined || message === '') return error;
  return error === 'Error' ? message : `${error} (${message})`;
}
