import type { ImageMarks } from '../../shared/dicom/display/marks.ts';
import type { OverlayPlane } from '../../shared/dicom/display/overlays.ts';
import type { Voi, WindowShape } from '../../shared/dicom/display/voi.ts';
import type { Projection } from '../../shared/dicom/projection.ts';
import type { ErrorShape } from '../../shared/errors/appError.ts';
import type { Voxels } from '../../shared/volume/types.ts';

/** One decoded frame that is no slice of a volume, with all that is needed to show and measure it. */
export interface FlatFrame {
  readonly sopInstanceUID: string;
  readonly frame: number;
  readonly rows: number;
  readonly columns: number;
  /** Of the object the person; null where the image does not say how large its pixels are (then lengths are in pixels). */
  readonly spacing: { readonly columnMm: number; readonly rowMm: number; /** patient: PixelSpacing or a calibrated US region. imager: at the detector, not corrected for magnification. */ readonly at: 'patient' | 'imager' } | null;
  /** Height of a pixel divided by its width. */
  readonly aspectRatio: number;
  /** Grey: values after the modality LUT = pixel × slope + intercept, `defaultWindow` a window of the shape of the first of `vois`, the range of a table. Colour: opaque RGBA. */
  readonly pixels:
    | { readonly kind: 'grey'; readonly values: Voxels; readonly slope: number; readonly intercept: number; readonly paddingValue: number | null; readonly isInverse: boolean; readonly unit: string; readonly defaultWindow: { readonly centre: number; readonly width: number }; readonly windowShape: WindowShape; /** Windows and tables of the file, that it opens with first; a window over its values where it has none. */ readonly vois: readonly Voi[] }
    | { readonly kind: 'colour'; readonly rgba: Uint8ClampedArray<ArrayBuffer> };
  /** PatientOrientation: direction of rows (right edge) and columns (lower edge), as `L` and `F`. */
  readonly edgeLetters: { readonly right: string; readonly bottom: string } | null;
  /** Side and view; null where the image says neither. */
  readonly projection: Projection | null;
  /** Of a mammogram: the edge at which the chest wall lies; left out: it is none, or does not say. */
  readonly chestWall?: 'left' | 'right';
  /** Graphics to be drawn over a grey frame; in colour frames they are drawn in. */
  readonly overlays: readonly OverlayPlane[];
  readonly marks: ImageMarks;
  readonly error: ErrorShape | null;
}
