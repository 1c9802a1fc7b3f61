import { memo } from 'react';
import type { Voi } from '../../../shared/dicom/display/voi.ts';
import { cellChange } from '../../../shared/meeting/view.ts';
import type { View } from '../../../shared/meeting/view.ts';
import { emptyCell } from '../../../shared/viewing/cell.ts';
import type { Cell } from '../../../shared/viewing/cell.ts';
import type { Hanging } from '../../../shared/viewing/hanging.ts';
import { ownHangingOf, subjectOf, withOwnHanging, withoutOwnHanging } from '../../../shared/viewing/ownHanging.ts';
import { cellCount } from '../../../shared/viewing/gridPlaces.ts';
import { withOwnPreset } from '../../../shared/viewing/presets.ts';
import { inGrid, inPlane, onSeries, voiChosen } from '../../viewport/deskActions.ts';
import type { CellShows } from '../cells/cellContents.ts';
import { fusionWindow, petWindow } from '../cells/effectiveCell.ts';
import { tipped } from '../cells/oblique.ts';
import { useDeskControls } from '../controls.ts';
import { modalityOf, presetChange } from '../keys/viewCommands.ts';
import type { CommandPlace } from '../keys/viewCommands.ts';
import type { Reading } from '../useReading.ts';
import { FusionMenu } from './FusionMenu.tsx';
import { LayoutMenu } from './LayoutMenu.tsx';
import { PlaneMenu } from './PlaneMenu.tsx';
import { uppersOf } from './uppersOf.ts';
import { WindowMenu } from './WindowMenu.tsx';

export interface DeskMenusProps extends Pick<Reading, 'series' | 'hangings' | 'presets' | 'choices' | 'disease'>, Pick<Cell, 'window' | 'voi' | 'unit' | 'plane' | 'slab' | 'fusion' | 'colourMap'> {
  readonly grid: View['grid'];
  readonly activeCell: number;
  readonly shows: CellShows;
  /** Windows and tables the image brings with it. */
  readonly vois: readonly Voi[];
  /** The place as it is when something is chosen. */
  readonly place: () => CommandPlace;
  readonly onHang: (hanging: Hanging) => void;
}

/** Layout, window, plane and fusion of the active cell. */
export const DeskMenus = memo(function DeskMenus(props: DeskMenusProps) {
  const { series, hangings, presets, choices, disease, grid, activeCell, shows, place, onHang, fusion } = props;
  const { onView } = useDeskControls();
  const subject = subjectOf(series, disease);
  const own = presets.value ?? [];
  const modality = modalityOf(shows);
  const volume = shows.kind === 'volume' ? shows.loaded.volume : null;
  const uppers = volume === null ? [] : uppersOf(volume, series);
  const fields = (changed: Partial<Cell>): void => onView(cellChange(activeCell, changed));
  return (
    <>
      <LayoutMenu grid={grid} onGrid={(chosen) => onView(inGrid(place().view, chosen))} hangings={choices} onHang={onHang}
        onSave={subject === null ? null : (name) => {
          const { view } = place();
          hangings.set(withOwnHanging(hangings.value ?? [], ownHangingOf(name, subject, { grid: view.grid, link: view.link, hasCrosshair: view.hasCrosshair, cells: view.cells.slice(0, cellCount(view.grid)) }, series)));
        }}
        onForget={(name) => {
          if (subject !== null) hangings.set([subject.bodyPart, null].reduce((left, bodyPart) => withoutOwnHanging(left, { name, modality: subject.modality, bodyPart }), hangings.value ?? []));
        }}
      />
      <WindowMenu modality={modality} own={own} window={props.window} vois={props.vois} voi={props.voi} unit={props.unit} hasSuv={volume?.suv?.kind === 'factor'} onVoi={(index) => onView(voiChosen(place().view, activeCell, index))} onPreset={(preset) => onView(presetChange(place(), preset))}
        onSave={(name) => {
          const source = place().sources[activeCell];
          const window = props.window ?? source?.defaultWindow ?? null;
          if (window !== null) presets.set(withOwnPreset(own, { id: crypto.randomUUID(), name, modality, window: { centre: window.centre, width: window.width }, unit: props.unit }));
        }}
        onForget={(id) => presets.set(own.filter((preset) => preset.id !== id))}
      />
      <PlaneMenu plane={props.plane} slab={props.slab} isVolume={volume !== null} onSlab={(slab) => fields({ slab })} onTip={(about, degrees) => {
        const frame = place().drawn?.frame;
        if (frame !== undefined) onView(inPlane(activeCell, 'oblique', tipped(frame.xDirection, frame.yDirection, about, degrees)));
      }} />
      <FusionMenu fusion={fusion} uppers={uppers} colourMap={props.colourMap} onColourMap={(colourMap) => onView(onSeries(place().view, activeCell, { colourMap }))}
        onUpper={(volumeId) => {
          if (volumeId === null) return fields({ fusion: null });
          const isPet = uppers.find((entry) => entry.volumeId === volumeId)?.modality === 'PT';
          const { view, volumeOf } = place();
          const known = view.cells.find((cell) => cell.fusion?.volumeId === volumeId)?.fusion ?? null;
          const upper = volumeOf(volumeId);
          // A PET not read yet opens as one with SUV; where it has none, its own window is shown.
          fields({ fusion: known ?? { volumeId, colourMap: isPet ? 'hotIron' : 'rainbow', opacity: 0.5, window: upper === null ? (isPet ? petWindow : (volume?.defaultWindow ?? petWindow)) : fusionWindow(upper).window } });
        }}
        onFusion={(changed) => {
          if (fusion !== null) fields({ fusion: { ...(place().view.cells[activeCell] ?? emptyCell).fusion ?? fusion, ...changed } });
        }}
      />
    </>
  );
});

