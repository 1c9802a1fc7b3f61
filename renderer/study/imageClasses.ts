import { isVolumeImage } from '../../shared/dicom/sopClasses.ts';

const storage = '1.2.840.10008.5.1.4.1.1.';

/** Endings of the storage classes whose objects are pictures (PS3.4 table B.5-1): CR to enhanced PET, RT Image, SC, US, XA, VL. */
const imageClass = /^(?:1(?:\.[1-3](?:\.1)?)?|2(?:\.[12])?|3(?:\.1)?|4(?:\.[134])?|6(?:\.[12])?|7(?:\.[1-4])?|12\.(?:1|1\.1|2|2\.1)|13\.1\.[1-5]|14\.[12]|20|30|77\.1\.[1-6](?:\.\d)?|128(?:\.1)?|130|481\.1)$/;

/** Beside the classes an RT object may lie on: NM, parametric maps, legacy converted and enhanced PET, and the 3D X-ray classes. */
const alsoVolumes: ReadonlySet<string> = new Set(['2.2', '4.4', '128.1', '130', '20', '30', '13.1.1', '13.1.2', '13.1.3', '14.1', '14.2', '6.2'].map((ending) => storage + ending));

/** An object of pictures. */
export const isImage = (sopClassUID: string): boolean => isVolumeImage(sopClassUID) || (sopClassUID.startsWith(storage) && imageClass.test(sopClassUID.slice(storage.length)));

/** Pictures that may lie one above another in the patient. */
export const mayBeVolume = (sopClassUID: string): boolean => isVolumeImage(sopClassUID) || alsoVolumes.has(sopClassUID);
