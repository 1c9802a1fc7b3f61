const utf8 = new TextDecoder('utf-8', { fatal: true });
const gb18030 = new TextDecoder('gb18030');
const isUtf8Flag = 1 << 11;

/**
 * Name of a zip entry. Bit 11 says UTF-8 (APPNOTE 4.4.4); without it many packers still write UTF-8, and those of a
 * Chinese Windows write GBK.
 *
 * @param raw as it stands in the central directory
 */
export function zipEntryName(raw: Uint8Array, generalPurposeFlags: number): string {
  return decode(raw, (generalPurposeFlags & isUtf8Flag) !== 0).replaceAll('\\', '/').replace(/^\/+/, '');
}

function decode(raw: Uint8Array, isDeclaredUtf8: boolean): string {
  try {
    return utf8.decode(raw);
  } catch {
    // Wrong bytes under the flag are shown with replacement characters rather than as other words.
    return isDeclaredUtf8 ? new TextDecoder().decode(raw) : gb18030.decode(raw);
  }
}
