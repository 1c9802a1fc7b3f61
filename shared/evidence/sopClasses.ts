/** Classes of the objects written here (PS3.4 B.5). */
export const sopClasses = {
  comprehensive3dReport: '1.2.840.10008.5.1.4.1.1.88.34',
  keyObjectSelection: '1.2.840.10008.5.1.4.1.1.88.59',
  greyPresentationState: '1.2.840.10008.5.1.4.1.1.11.1',
} as const;
