/** Root of everything the standard itself names: SOP classes, transfer syntaxes, coding schemes, well-known instances. */
const standardRoot = '1.2.840.10008.';

/** Well-known instances and frames of reference under the standard's root (PS3.6 annex A). */
const wellKnownInstance = /^1\.2\.840\.10008\.(?:1\.4\.[125]\.\d+(?:\.\d+)*|1\.(?:20|40|42)\.1(?:\.1)?|5\.1\.1\.(?:17|25|40)(?:\.1)?|15\.1\.1)$/;

/**
 * True for a UID that names something of the standard and no object of anybody's.
 *
 * @param isInstance the attribute identifies an instance, so that only well-known instances may stay
 */
export function isStandardUid(uid: string, isInstance: boolean): boolean {
  return isInstance ? wellKnownInstance.test(uid) : uid.startsWith(standardRoot);
}
