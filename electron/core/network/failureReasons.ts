/** Status codes of requests and of FailureReason (0008,1197), in words (PS3.7 annex C, PS3.4 B.2.3, PS3.18 I.2.2). */
const meanings: Readonly<Record<number, string>> = {
  0x0105: 'it does not know an attribute',
  0x0106: 'an attribute has a value it does not accept',
  0x0110: 'processing failed there',
  0x0111: 'another object with the same UID is stored there already',
  0x0112: 'it does not know this object',
  0x0117: 'the UID of the object is not valid',
  0x0118: 'it does not know this kind of object',
  0x0119: 'the object of this UID there is of another kind',
  0x0120: 'an attribute it requires is missing',
  0x0122: 'it does not offer this for this kind of object',
  0x0124: 'this console is not authorised',
  0x0131: 'the object is of another patient or study there',
  0x0211: 'it does not know this operation',
  0x0213: 'it is short of resources',
  0xa702: 'it could not open or carry on the transfer',
  0xa801: 'it does not know where to send: enter AE title, address and port of this console there',
  0xb000: 'some of the objects could not be transferred',
  0xc122: 'it does not take this kind of object in this transfer syntax',
  0xfe00: 'it was cancelled there',
};

/** A failure status as a clause; the code is named for the other side's support. */
export function explainStatus(status: number): string {
  return `${meanings[status] ?? byRange(status)} (status 0x${status.toString(16).toUpperCase().padStart(4, '0')})`;
}

/** Why an object was not stored, as a sentence. */
export const nameFailure = (status: number | null): string =>
  status === null ? 'The other side refused the object without saying why.' : `The other side refused the object: ${explainStatus(status)}.`;

function byRange(status: number): string {
  if (status >> 8 === 0xa7) return 'it is out of resources, often a full disk';
  if (status >> 8 === 0xa9) return 'the data set does not match the kind of object it is said to be';
  if (status >> 12 === 0xc) return 'it could not process what it got';
  return 'for a reason of its own';
}
