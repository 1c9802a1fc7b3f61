import { useCallback } from 'react';
import { seriesOf } from '../../shared/volume/types.ts';
import type { DeskPanels } from '../../shared/viewing/savedDesk.ts';
import type { DeskCommand } from '../../shared/viewing/shortcuts.ts';
import type { CellShows } from './cells/cellContents.ts';
import type { DeskDeedsModel } from './useDeskDeeds.ts';
import type { Evidence } from './useEvidence.ts';
import { useLatest } from './useLatest.ts';
import type { CommandPlace } from './keys/viewCommands.ts';
import { useDeskCommands } from './keys/useDeskCommands.ts';
import type { OpenDialog } from './ReadingDialogs.tsx';
import { useDeskPage } from './screens/deskPage.ts';
import type { Reading } from './useReading.ts';

export interface DeskRunInput {
  readonly reading: Reading;
  readonly deeds: DeskDeedsModel;
  readonly evidence: Evidence;
  /** There is something to show in the side column. */
  readonly hasSide: boolean;
  readonly structureNumbers: readonly number[];
  readonly isDriving: boolean;
  readonly onDialog: (dialog: OpenDialog) => void;
  readonly onScreen: () => void;
  /** Told what a command could not do. */
  readonly onProblem: (error: unknown) => void;
}

const nothing: CellShows = { kind: 'empty' };

/** Full screen of a page on and off; refused where the window may not. */
const toggleFullScreen = (page: Document) => (): Promise<void> => (page.fullscreenElement === null ? page.documentElement.requestFullscreen() : page.exitFullscreen());

/** Runs every command of the desk, and tells the place it acts on. Both functions stay the same. */
export function useDeskRun(input: DeskRunInput): { readonly run: (command: DeskCommand) => void; readonly place: () => CommandPlace } {
  const latestRef = useLatest(input);
  const page = useDeskPage();
  const place = useCallback((): CommandPlace => {
    const { reading, structureNumbers } = latestRef.current;
    const { desk, presets, inOrder, renderers } = reading;
    const { activeCell } = desk.view;
    return {
      view: desk.view, sources: desk.sources, shows: desk.cells.find(({ index }) => index === activeCell)?.shows ?? nothing, series: inOrder, ownPresets: presets.value ?? [], structureNumbers,
      volumeOf: (volumeId) => desk.states.get(seriesOf(volumeId))?.volumes.find(({ volume }) => volume.volumeId === volumeId)?.volume ?? null,
      drawn: renderers.current.get(activeCell)?.drawn ?? null, pixelRatio: (page.defaultView ?? window).devicePixelRatio,
    };
  }, [latestRef, page]);
  const { reading, deeds, evidence, isDriving, onDialog, onScreen, onProblem } = input;
  const { held, panels, choices } = reading;
  const shownPanels = panels.value;
  const setPanels = (fields: Partial<DeskPanels>): void => panels.set({ ...shownPanels, ...fields });
  const attempt = (action: (() => Promise<void>) | null) => (): void => {
    action?.().catch(onProblem);
  };
  const run = useDeskCommands({
    place, isDriving, onView: reading.onView, onTool: reading.setTool,
    deeds: {
      undo: () => held.dispatch({ kind: 'undo' }), redo: () => held.dispatch({ kind: 'redo' }), copy: deeds.copy, paste: deeds.paste, remove: deeds.remove,
      keyImage: attempt(evidence.onKeyImage), saveReport: attempt(evidence.onSaveReport), savePicture: attempt(evidence.onSavePicture), cite: attempt(evidence.onCite),
      overlays: () => reading.overlays.set(!reading.overlays.isOn),
      seriesPanel: () => setPanels({ isSeriesOpen: !shownPanels.isSeriesOpen }), sidePanel: () => setPanels({ isSideOpen: !(shownPanels.isSideOpen ?? input.hasSide) }),
      hangAgain: () => {
        const [first] = choices;
        if (first !== undefined) deeds.hang(first);
      },
      tagBrowser: () => onDialog('tags'), help: () => onDialog('shortcuts'), greyCheck: () => onDialog('grey'), fullScreen: attempt(toggleFullScreen(page)), secondScreen: onScreen,
    },
  });
  return { run, place };
}
