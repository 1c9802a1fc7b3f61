/**
 * Private attributes that hold numbers of physics and nothing of a person: `group creator: element VR …`.
 *
 * Facts of DICOM PS3.15, Table E.3.10-1; those of VR LO, SH, LT, SQ, UI and OB are left out, because what a device
 * writes into them is not bounded.
 */
const safeRows = `
7053 Philips PET Private Group: 00 DS 09 DS
00e1 ELSCINT1: 21 DS 50 DS
01e1 ELSCINT1: 26 CS
01f1 ELSCINT1: 01 CS 07 DS 26 DS 27 DS
0019 GEMS_ACQU_01: 23 DS 24 DS 27 DS
0025 GEMS_SERS_01: 07 SL
0043 GEMS_PARM_01: 39 IS 6f DS
0045 GEMS_HELIOS_01: 01 SS 02 FL
2001 Philips Imaging DD 001: 03 FL 04 CS
2005 Philips MR Imaging DD 001: 0d FL 0e FL
0019 SIEMENS MR HEADER: 0c IS 0d CS 0e FD 27 FD
`;

const representations = new Map<string, string>();
for (const line of safeRows.trim().split('\n')) {
  const [, group = '', creator = '', elements = ''] = /^(\w{4}) ([^:]+): (.*)$/.exec(line) ?? [];
  for (const [, element = '', vr = ''] of elements.matchAll(/(\w{2}) (\w{2})/g)) representations.set(`${group}/${creator}/${element}`, vr);
}

/**
 * VR of a private attribute that may stay; null where it is not known to be safe.
 *
 * @param tag `x70531000`
 * @param creator text of the private creator of its block
 */
export function safePrivateVr(tag: string, creator: string): string | null {
  return representations.get(`${tag.slice(1, 5)}/${creator}/${tag.slice(7)}`) ?? null;
}
