/**
 * A name as DICOM writes it. What is written as one already (`Liang^Xiaodong=梁^晓东`) stays; of other names, those
 * in Latin letters become the alphabetic group and the rest the ideographic one (PS3.5 6.2.1.1).
 */
export function personNameOf(name: string): string {
  const isWritten = name.includes('^') || name.includes('=');
  return isWritten || !/[^\u0020-\u024f]/u.test(name) ? name : `=${name}`;
}

/** The name {@link personNameOf} was given; the value itself where it has components. */
export function nameOfPerson(value: string): string {
  return value.includes('^') ? value : value.replace(/^=/, '');
}
