/** A value in DynamoDB's own notation: https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_AttributeValue.html */
export type AttributeValue = object;
export type Image = Readonly<Record<string, AttributeValue>>;
type Plain = Readonly<Record<string, unknown>>;

/** Plain values in DynamoDB's notation, without those that are `undefined`. Throws for what JSON cannot express. */
export const imageOf = (item: Plain): Image =>
  Object.fromEntries(
    Object.entries(item).flatMap(([name, value]) => (value === undefined ? [] : [[name, attributeValue(value)]])),
  );

function attributeValue(value: unknown): AttributeValue {
  if (value === null) return { NULL: true };
  switch (typeof value) {
    case 'string':
      return { S: value };
    case 'boolean':
      return { BOOL: value };
    case 'number':
      if (Number.isFinite(value)) return { N: String(value) };
      break;
    case 'object':
      if (Array.isArray(value))
        return { L: value.flatMap((each) => (each === undefined ? [] : [attributeValue(each)])) };
      if (value instanceof Uint8Array) return { B: Buffer.from(value).toString('base64') };
      if ([Object.prototype, null].includes(Object.getPrototypeOf(value))) return { M: imageOf(value as Plain) };
  }
  throw new TypeError(`DynamoDB cannot store ${String(value)}`);
}

/**
 * The plain values of an item in DynamoDB's notation. A number of any size becomes the nearest double. Sets become `Set`s,
 * and binary values byte arrays.
 */
export const plainItem = (image: Image): Record<string, unknown> =>
  Object.fromEntries(Object.entries(image).map(([name, value]) => [name, plainValue(value)]));

function plainValue(written: AttributeValue): unknown {
  const [type = '', value] = Object.entries(written).find(([, content]) => content !== undefined) ?? [];
  switch (type) {
    case 'N':
      return Number(value);
    case 'NULL':
      return null;
    case 'L':
      return (value as AttributeValue[]).map(plainValue);
    case 'M':
      return plainItem(value as Image);
    case 'SS':
      return new Set(value as string[]);
    case 'NS':
      return new Set((value as string[]).map(Number));
    case 'B':
      return bytes(value);
    case 'BS':
      return new Set((value as unknown[]).map(bytes));
    default:
      return value;
  }
}

/** JSON has them as base64, SDK clients as bytes. */
const bytes = (value: unknown): Uint8Array =>
  typeof value === 'string' ? Uint8Array.from(Buffer.from(value, 'base64')) : (value as Uint8Array);
