/**
 * ECS allows fewer characters in the values of tags than EC2: "letters, numbers, and spaces … and the following characters:
 * + - = . _ : / @" (https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs-using-tags.html). Others are written as
 * `=`, four digits of their code, as in `=0022`.
 */
const OTHERS = /[^\p{L}\p{Z}\p{N}_.:/+\-@]/gu;
const LONGEST = 256;

export function encodedTag(value: string): string {
  const encoded = value.replace(OTHERS, (other) =>
    Array.from(
      { length: other.length },
      (_, index) => `=${other.charCodeAt(index).toString(16).padStart(4, '0')}`,
    ).join(''),
  );
  // Without half a code at its end.
  return encoded.length <= LONGEST ? encoded : encoded.slice(0, LONGEST).replace(/=[0-9a-f]{0,3}$/, '');
}

export const decodedTags = (tags: Readonly<Record<string, string>>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(tags).map(([key, value]) => [
      key,
      value.replace(/=([0-9a-f]{4})/g, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16))),
    ]),
  );
