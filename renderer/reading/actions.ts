import type { ReactNode } from 'react';
import type { EvidenceContext } from '../../shared/evidence/context.ts';
import type { CaseImaging, ObjectHead } from '../../shared/ipc/channels.ts';
import type { Pointer, View, ViewChange } from '../../shared/meeting/view.ts';
import type { Vector3 } from '../../shared/geometry/vector.ts';
import type { PatientIdentity } from '../../shared/viewing/patientMix.ts';
import type { RtOverlay } from '../viewport/scene.ts';

/** What of a person's arrangement is kept; each name is one JSON value. */
export type PreferenceName = 'desk' | 'hanging' | 'presets' | 'shortcuts' | 'display';

/** A screen of this computer. */
export interface DeskScreen {
  readonly id: string;
  readonly label: string;
  readonly width: number;
  readonly height: number;
  readonly isPrimary: boolean;
}

/** Objects or a picture of the desk the minutes can point at. */
export interface CitedEvidence {
  readonly kind: 'report' | 'keyImage' | 'presentationState';
  readonly sopInstanceUID: string;
  /** What it shows, in the words of the person who cites. */
  readonly title: string;
}

/** What the reading desk asks of the console around it. Each rejects with an error that carries `code` and `reason`. */
export interface ReadingActions {
  /** Beginnings of every present object of a series. */
  readonly readHeads: (seriesInstanceUID: string) => Promise<readonly ObjectHead[]>;
  /** Bytes of one object. */
  readonly readObject: (sha256: string) => Promise<Uint8Array>;
  /** Takes objects made here into the case. */
  readonly addObjects: (objects: readonly Uint8Array[]) => Promise<readonly { readonly sopInstanceUID: string; readonly sha256: string }[]>;
  readonly getPreference: (name: PreferenceName) => Promise<unknown>;
  readonly setPreference: (name: PreferenceName, value: unknown) => Promise<void>;
  /** Asks where to keep a picture; null when the person does not say. */
  readonly savePng: (name: string, bytes: Uint8Array) => Promise<string | null>;
  readonly listScreens: () => Promise<readonly DeskScreen[]>;
  /** Null where there are no minutes to cite in. */
  readonly cite: ((evidence: CitedEvidence) => Promise<void>) | null;
}

/** Props of the reading desk: a controlled component over the view. */
export interface ReadingDeskProps {
  readonly caseId: string;
  readonly imaging: CaseImaging;
  readonly view: View;
  readonly onView: (change: ViewChange) => void;
  /** Whether this console may change the view: it presents, or looks on its own. */
  readonly isDriving: boolean;
  /** Named pointers of the others. */
  readonly pointers: readonly Pointer[];
  readonly onPointer?: ((cell: number, point: Vector3 | null) => void) | undefined;
  /** Dose and structures to draw over the images of their frame of reference. */
  readonly rt: RtOverlay | null;
  /** What there is to note about the radiotherapy objects, above the cells. */
  readonly rtNotes?: ReactNode;
  /** What stands before the patient's name, as the pages of the desk around this one. */
  readonly lead?: ReactNode;
  /** Panel of the radiotherapy objects, in the column right of the cells. */
  readonly side?: ReactNode;
  readonly person: { readonly id: string; readonly name: string };
  /** Who the case is about by its request; null where no one said. */
  readonly expectedPatient: PatientIdentity | null;
  /** Words of the diagnosis, for series that do not say what part they show. */
  readonly disease?: string | null;
  readonly actions: ReadingActions;
  /** This console, as objects saved here name it; left out: a console without a name. */
  readonly device?: EvidenceContext['device'];
}
