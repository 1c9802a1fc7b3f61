/** Before the first radiograph, so that it is nobody's date; a day later where somebody's file says just that. */
function dummyDate(dates: ReadonlySet<string>): string {
  let day = 1;
  while (dates.has(`189301${String(day).padStart(2, '0')}`) && day < 31) day += 1;
  return `189301${String(day).padStart(2, '0')}`;
}

/**
 * A value that is valid for the VR and says nothing, for attributes that may be neither absent nor empty.
 *
 * @param context where a person is expected, the pseudonym stands
 */
export function dummyOf(vr: string, context: { readonly pseudonym: string; readonly identifiers: { readonly dates: ReadonlySet<string> } }): string {
  switch (vr) {
    case 'PN':
      return context.pseudonym;
    case 'DA':
      return dummyDate(context.identifiers.dates);
    case 'DT':
      return `${dummyDate(context.identifiers.dates)}000000`;
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
