import { NumberInput } from '@mantine/core';
import { IconArrowBackUp, IconArrowForwardUp, IconDeviceDesktopPlus, IconDeviceFloppy, IconFlame, IconGridPattern, IconHelp, IconKey, IconLayoutSidebar, IconLayoutSidebarRight, IconLink, IconLinkOff, IconListSearch, IconMaximize, IconPencil, IconPhotoDown, IconPlayerPause, IconPlayerPlay, IconRulerMeasure, IconTarget, IconVersions } from '@tabler/icons-react';
import { memo, useEffect, useState } from 'react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { cellChange } from '../../../shared/meeting/view.ts';
import type { View } from '../../../shared/meeting/view.ts';
import type { ToolName } from '../../viewport/tools.ts';
import { useDeskControls } from '../controls.ts';
import { PictureButtons } from './PictureButtons.tsx';
import { ToolButton } from './ToolButton.tsx';
import { Tools } from './Tools.tsx';
import { useRovingFocus } from './useRovingFocus.ts';

export interface DeskToolbarProps extends Pick<View, 'link' | 'hasReferenceLines' | 'hasCrosshair' | 'hasAnnotations' | 'activeCell'> {
  readonly tool: ToolName;
  readonly isInverted: boolean;
  readonly hasOverlays: boolean;
  readonly cineFps: number | null;
  /** The active cell shows pictures. */
  readonly hasPicture: boolean;
  readonly suv: { readonly isOn: boolean; /** Null: SUV can be told. */ readonly why: string | null } | null;
  readonly canUndo: boolean;
  readonly canRedo: boolean;
  /** Null: the window has no such panel. */
  readonly isSeriesOpen: boolean | null;
  readonly isSideOpen: boolean | null;
  /** What stands first. */
  readonly lead?: ReactNode;
  /** Layout, window, plane and fusion, which have menus of their own. */
  readonly menus: ReactNode;
}

/** Width from which all tools and picture buttons have a place of their own, CSS px. */
const wideFrom = 1520;

/** Every tool and switch of the desk in one line; drawn again only when one of them changes. */
export const DeskToolbar = memo(function DeskToolbar(props: DeskToolbarProps) {
  const { t } = useTranslation('reading');
  const { isDriving, onView } = useDeskControls();
  const roving = useRovingFocus<HTMLDivElement>();
  const [isWide, setWide] = useState(false);
  useEffect(() => {
    const bar = roving.ref.current;
    if (bar === null) return undefined;
    const observer = new ResizeObserver(() => setWide(bar.clientWidth >= wideFrom));
    observer.observe(bar);
    return () => observer.disconnect();
  }, [roving.ref]);
  const { link, cineFps, hasPicture, suv, activeCell } = props;
  const isOff = !isDriving || !hasPicture;
  return (
    <div {...roving} className="reading-bar" role="toolbar" aria-label={t('toolbar.title')} data-testid="desk-toolbar">
      {props.isSeriesOpen !== null && <ToolButton command="seriesPanel" icon={IconLayoutSidebar} isOn={props.isSeriesOpen} />}
      {props.lead}
      {props.menus}
      {suv !== null && <ToolButton command="suv" icon={IconFlame} isOn={suv.isOn} isDisabled={!isDriving || suv.why !== null} why={suv.why} />}
      <Tools tool={props.tool} isWide={isWide} />
      <PictureButtons isInverted={props.isInverted} hasOverlays={props.hasOverlays} isWide={isWide} isDisabled={isOff} />
      <div className="reading-group" role="group" aria-label={t('toolbar.show')}>
        <ToolButton command="link" icon={link === 'off' ? IconLinkOff : link === 'position' ? IconLink : IconVersions} isOn={link !== 'off'} isDisabled={!isDriving} />
        <ToolButton command="referenceLines" icon={IconRulerMeasure} isOn={props.hasReferenceLines} isDisabled={!isDriving} />
        <ToolButton command="crosshair" icon={IconTarget} isOn={props.hasCrosshair} isDisabled={!isDriving} />
        <ToolButton command="annotations" icon={IconPencil} isOn={props.hasAnnotations} isDisabled={!isDriving} />
      </div>
      <div className="reading-group" role="group" aria-label={t('toolbar.cine')}>
        <ToolButton command="cinePlay" icon={cineFps === null ? IconPlayerPlay : IconPlayerPause} isOn={cineFps !== null} isDisabled={isOff} />
        {cineFps !== null && (
          <NumberInput w={62} size="xs" aria-label={t('toolbar.fps')} min={0.5} max={60} step={1} decimalScale={1} suffix="/s" value={cineFps} disabled={!isDriving} onChange={(value) => {
            if (typeof value === 'number' && value >= 0.5 && value <= 60) onView(cellChange(activeCell, { cineFps: value }));
          }} />
        )}
      </div>
      <div className="reading-group" role="group" aria-label={t('toolbar.evidence')}>
        <ToolButton command="undo" icon={IconArrowBackUp} isDisabled={!props.canUndo} />
        <ToolButton command="redo" icon={IconArrowForwardUp} isDisabled={!props.canRedo} />
        <ToolButton command="keyImage" icon={IconKey} isDisabled={!hasPicture} />
        <ToolButton command="saveReport" icon={IconDeviceFloppy} />
        <ToolButton command="savePicture" icon={IconPhotoDown} isDisabled={!hasPicture} />
      </div>
      <span className="reading-space" />
      <div className="reading-group" role="group" aria-label={t('toolbar.desk')}>
        <ToolButton command="tagBrowser" icon={IconListSearch} isDisabled={!hasPicture} />
        <ToolButton command="greyCheck" icon={IconGridPattern} />
        <ToolButton command="secondScreen" icon={IconDeviceDesktopPlus} />
        <ToolButton command="fullScreen" icon={IconMaximize} />
        <ToolButton command="help" icon={IconHelp} />
        {props.isSideOpen !== null && <ToolButton command="sidePanel" icon={IconLayoutSidebarRight} isOn={props.isSideOpen} />}
      </div>
    </div>
  );
});
