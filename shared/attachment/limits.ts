/** Most bytes of one attached file, and of the object made of it: 64 MiB. */
export const mostAttachmentBytes = 64 * 1024 * 1024;

/** Most samples (pixels times three for colour) of a picture, as many as one frame may have on the desk. */
export const mostAttachmentSamples = 2 ** 26;
