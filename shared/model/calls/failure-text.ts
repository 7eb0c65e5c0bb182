/** What a call failed with: the code of the service or the name of the error, and what it said. A plain `Error` says nothing by its name. */
export function failureText(error: string, message: string | undefined): string {
  if (message === undefined || message === '') return error;
  return error === 'Error' ? message : `${error} (${message})`;
}
