/**
 * A value that is valid for the VR and says nothing, for attributes that may be neither absent nor empty.
 *
 * @param context where a person is expected, the pseudonym stands
 */
export function dummyOf(vr: string, context: { readonly pseudonym: string }): string {
  switch (vr) {
    case 'PN':
      return context.pseudonym;
    case 'DA':
      return '19010101';
    case 'DT':
      return '19010101000000';
    case 'TM':
      return '000000';
    case 'AS':
      return '000Y';
    case 'DS':
    case 'IS':
      return '0';
    case 'UR':
      return 'urn:removed';
    // Zero bytes, as many as the widest number has.
    case 'OB': case 'OW': case 'UN': case 'OF': case 'OD': case 'OL': case 'OV': case 'US': case 'SS': case 'UL': case 'SL': case 'FL': case 'FD':
      return '\0\0\0\0\0\0\0\0';
    default:
      return 'REMOVED';
  }
}
