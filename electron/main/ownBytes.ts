/**
 * A message of core with byte arrays that stand for themselves. Node's deserialiser makes each a view on the whole
 * message, and the bridge to a page copies what a view lies in: hundreds of heads would be copied hundreds of times.
 *
 * @param value plain objects, arrays and byte arrays as they came; small arrays of bytes are replaced in place
 */
export function ownBytes(value: unknown): unknown {
  if (value instanceof Uint8Array) return value.byteLength * 2 >= value.buffer.byteLength ? value : new Uint8Array(value);
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) {
    for (const [at, member] of value.entries()) if (isObject(member)) value[at] = ownBytes(member);
    return value;
  }
  if (Object.getPrototypeOf(value) !== Object.prototype) return value;
  const members = value as Record<string, unknown>;
  for (const [name, member] of Object.entries(members)) if (isObject(member)) members[name] = ownBytes(member);
  return value;
}

const isObject = (value: unknown): boolean => typeof value === 'object' && value !== null;
