/** Where the rules come from, as the findings cite them. */
export const tg275 = 'AAPM TG-275 (Ford et al., Med Phys 2020;47:e236)';
export const mppg11a = 'AAPM MPPG 11.a (Xia et al., JACMP 2021;22(9):4)';
/** Both, with the part of PS3.3 an attribute is defined in. */
export const sourceOf = (part: string): string => `${tg275}; ${mppg11a}; DICOM PS3.3 ${part}`;
