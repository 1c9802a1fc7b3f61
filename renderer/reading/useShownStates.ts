import { useState } from 'react';
import type { SopReference } from '../../shared/dicom/objects/reference.ts';
import { parseDataSet } from '../../shared/dicom/dataSet.ts';
import { readPresentationState } from '../../shared/dicom/objects/presentationState.ts';
import type { PresentationState } from '../../shared/dicom/objects/presentationState.ts';
import { headerOf } from '../../shared/dicom/readHeader.ts';
import { StoreError } from '../../shared/errors/appError.ts';
import { cellFieldsOf } from '../../shared/evidence/shownState.ts';
import type { ShownFields, ShownNotice } from '../../shared/evidence/shownState.ts';
import { sopClasses } from '../../shared/evidence/sopClasses.ts';
import type { CaseImaging } from '../../shared/ipc/channels.ts';
import { problemOf } from '../ui/problem.ts';
import type { Problem } from '../ui/problem.ts';
import type { ReadingDeskProps } from './actions.ts';
import type { DeskSeries } from './deskSeries.ts';
import { headOf, instanceOf, shownEvidence } from './evidenceActions.ts';
import { lookOf, shownImageOf } from './shownImage.ts';
import type { Target } from './useGoTo.ts';

/** An image a state is to be shown on; frames count from 0. */
export interface StateImage {
  readonly sopInstanceUID: string;
  readonly frame: number;
}

/** What is to be said of the state shown last: what of it the desk leaves out, or why it could not be shown. */
export type StateNote =
  | { readonly kind: 'shown'; readonly label: string; /** other-image: the state is not about this image. other-class: it has colours or more of its own. */ readonly notices: readonly (ShownNotice | 'other-image' | 'other-class')[]; readonly texts: readonly string[]; readonly graphics: number }
  | { readonly kind: 'failed'; readonly problem: Problem };

export interface ShownStates {
  /** Shows an image as a presentation state says; null: its first image that is here. */
  readonly show: (stateUID: string, image: StateImage | null, index: number) => Promise<void>;
  readonly note: StateNote | null;
  readonly clear: () => void;
}

const isHere = ({ instances }: CaseImaging, uid: string): boolean => instances.some(({ header, isPresent }) => isPresent && header.sopInstanceUID === uid);

/** The image to show: the one asked for, else the first of the state that is here. */
const imageFor = (imaging: CaseImaging, images: readonly SopReference[]): StateImage | null => {
  const first = images.find(({ sopInstanceUID }) => isHere(imaging, sopInstanceUID));
  return first === undefined ? null : { sopInstanceUID: first.sopInstanceUID, frame: (first.frames[0] ?? 1) - 1 };
};

const noteOf = (state: PresentationState, sopClassUID: string, shown: ShownFields | null): StateNote => ({
  kind: 'shown', label: state.description ?? state.label ?? '', graphics: state.graphicAnnotations, texts: state.texts.map(({ text }) => text),
  notices: [...(shown === null ? (['other-image'] as const) : shown.notices), ...(sopClassUID === sopClasses.greyPresentationState ? [] : (['other-class'] as const))],
});

/** Shows images as presentation states of the case say, in a cell of the desk. */
export function useShownStates({ imaging, actions }: Pick<ReadingDeskProps, 'imaging' | 'actions'>, series: readonly DeskSeries[], place: (index: number, series: DeskSeries) => void, goTo: (target: Target) => void): ShownStates {
  const [note, setNote] = useState<StateNote | null>(null);
  const show = async (stateUID: string, asked: StateImage | null, index: number): Promise<void> => {
    try {
      const stored = instanceOf(imaging, stateUID);
      if (stored === null || !stored.isPresent) throw new StoreError('not-found', 'The presentation state is not on this computer; synchronise the case and try again.');
      const dataSet = parseDataSet(await actions.readObject(stored.sha256));
      const state = readPresentationState(dataSet);
      const image = asked ?? imageFor(imaging, state.images);
      const own = image === null ? undefined : series.find((one) => one.shows !== 'document' && one.instances.some(({ header }) => header.sopInstanceUID === image.sopInstanceUID));
      if (image === null || own === undefined) throw new StoreError('not-found', 'None of the images of this presentation state is in the case; synchronise or import them first.');
      const head = await headOf({ actions }, { seriesInstanceUID: own.seriesInstanceUID, sopInstanceUID: image.sopInstanceUID });
      const { sopClassUID } = headerOf(dataSet);
      place(index, own);
      goTo({
        kind: 'state', ...image, index,
        fieldsOn: (slice, at, source, volume) => {
          try {
            const evidence = shownEvidence(imaging, { ...image, columnSpacingMm: slice.columnSpacingMm, rowSpacingMm: slice.rowSpacingMm, isCalibrated: source.isCalibrated, volume });
            const shown = evidence === null ? null : cellFieldsOf(state, shownImageOf(head, evidence, lookOf(slice, at, source, volume)));
            setNote(noteOf(state, sopClassUID, shown));
            return shown?.fields ?? {};
          } catch (error) {
            // The image hangs; how it was shown cannot be told from its header.
            setNote({ kind: 'failed', problem: problemOf(error) });
            return {};
          }
        },
      });
    } catch (error) {
      setNote({ kind: 'failed', problem: problemOf(error) });
      // The image asked for is shown all the same, as it comes.
      if (asked !== null) goTo({ kind: 'image', ...asked });
    }
  };
  return { show, note, clear: () => setNote(null) };
}
