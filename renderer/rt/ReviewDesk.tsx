import { Alert, Button, Group, Popover, SegmentedControl, Select, Text } from '@mantine/core';
import { useEffect, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { CaseImaging } from '../../shared/ipc/channels.ts';
import type { Pointer, View } from '../../shared/meeting/view.ts';
import type { Vector3 } from '../../shared/geometry/vector.ts';
import { prescribedDoseGy } from '../../shared/rt/prescription.ts';
import type { Structure } from '../../shared/rt/types.ts';
import type { ImageVolume } from '../../shared/volume/types.ts';
import type { Study } from '../study/openStudy.ts';
import { useStudy } from '../study/useStudy.ts';
import type { FrameTimes } from '../viewport/planeRenderer.ts';
import { windowPresets } from '../viewport/presets.ts';
import { ThreePlanes } from '../viewport/ThreePlanes.tsx';
import type { PlaneName } from '../viewport/planes.ts';
import { DvhPage } from './DvhPage.tsx';
import { IsodoseControls } from './IsodoseControls.tsx';
import { PlanPage } from './PlanPage.tsx';
import { startView } from './startView.ts';
import { StructureList } from './StructureList.tsx';
import { StudyLoading } from './StudyLoading.tsx';
import { usePlaneWords } from './usePlaneWords.ts';
import './desk.css';

export interface ReviewDeskProps {
  /** What the case holds; null while it is being asked for. */
  readonly imaging: CaseImaging | null;
  readonly view: View;
  readonly onView: (fields: Partial<View>) => void;
  /** Named pointers of the others. */
  readonly pointers?: readonly Pointer[];
  readonly onPointer?: (plane: PlaneName, pointMm: Vector3 | null) => void;
  /** Whether this console may change the view: it presents, or looks on its own. Default true. */
  readonly isDriving?: boolean;
  /** Prefix of blob addresses, for pages outside the console. */
  readonly baseUrl?: string;
  readonly onFrame?: (times: FrameTimes) => void;
}

const noStructures: readonly Structure[] = [];
const noPointers: readonly Pointer[] = [];

/** Images, plan and DVH of one case; a controlled component over the view. */
export function ReviewDesk({ imaging, view, onView, pointers = noPointers, onPointer, isDriving = true, baseUrl, onFrame }: ReviewDeskProps) {
  const { t } = useTranslation('rt');
  const words = usePlaneWords();
  const study = useStudy(imaging, baseUrl);
  const volume = study?.volumes.find((entry) => entry.seriesInstanceUID === view.seriesInstanceUID) ?? study?.volumes[0] ?? null;
  const planDoseGy = useMemo(() => (study?.plan ? prescribedDoseGy(study.plan) : null), [study?.plan]);
  const isReady = study !== null && study.phase !== 'loading';

  const needsStart = isReady && volume !== null && isDriving && !study.volumes.some((entry) => entry.seriesInstanceUID === view.seriesInstanceUID);
  useEffect(() => {
    if (needsStart && volume !== null) onView(startView(volume, study.structureSet, study.plan));
    // Only the moment the study is there counts; what the view does afterwards is its own.
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, [needsStart, volume]);

  if (imaging === null || study === null) return <StudyLoading progress={null} />;
  if (imaging.instances.length === 0) return <div className="desk-message"><Text>{t('study.none')}</Text></div>;
  if (study.phase === 'loading') return <StudyLoading progress={study.progress} />;

  const referenceDoseGy = view.isodose.referenceDoseGy ?? planDoseGy;
  const overlays = overlaysOn(volume, study);
  const side = (
    <aside className="desk-side">
      <IsodoseControls isodose={view.isodose} dose={study.dose} planDoseGy={planDoseGy} canChange={isDriving} onIsodose={(isodose) => onView({ isodose })} />
      <StructureList structures={study.structureSet?.structures ?? noStructures} visible={view.visibleStructures} canChange={isDriving} onVisible={(visibleStructures) => onView({ visibleStructures })} />
    </aside>
  );
  return (
    <div className="desk" data-testid="review-desk" data-page={view.page} data-phase={study.phase}>
      <DeskBar imaging={imaging} study={study} volume={volume} view={view} isDriving={isDriving} onView={onView} />
      {view.page === 'plan' ? (
        <PlanPage imaging={imaging} plan={study.plan} structureSet={study.structureSet} dose={study.dose} planDoseGy={planDoseGy} view={view} canChange={isDriving} onView={onView} />
      ) : view.page === 'dvh' ? (
        <div className="desk-body">
          <DvhPage dvhs={study.dvhs} structures={study.structureSet?.structures ?? noStructures} dose={study.dose} referenceDoseGy={referenceDoseGy} progress={{ done: study.progress.dvhsDone, total: study.progress.dvhsTotal }} view={view} canChange={isDriving} onView={onView} />
          {side}
        </div>
      ) : (
        <div className="desk-body">
          {volume === null ? (
            <div className="desk-message"><Alert color="red" variant="light" title={t('study.failed')}>{study.problems.map((problem) => <div key={problem.object + problem.error.message}>{problem.object}: {problem.error.message}</div>)}</Alert></div>
          ) : (
            <ThreePlanes
              volume={volume} seriesName={seriesName(imaging, volume)} dose={overlays.dose} structures={overlays.structures} referenceDoseGy={referenceDoseGy}
              refusals={overlays.refusals.map((refusal) => t(`refusal.${refusal}`))} view={view} onView={onView} pointers={pointers} canChange={isDriving} words={words}
              {...(onPointer === undefined ? {} : { onPointer })} {...(onFrame === undefined ? {} : { onFrame })}
            />
          )}
          {side}
        </div>
      )}
    </div>
  );
}

type DeskBarProps = Pick<ReviewDeskProps, 'view' | 'onView'> & { readonly isDriving: boolean; readonly imaging: CaseImaging; readonly study: Study; readonly volume: ImageVolume | null };

function DeskBar({ imaging, study, volume, view, isDriving, onView }: DeskBarProps) {
  const { t } = useTranslation('rt');
  const preset = windowPresets.find((entry) => entry.centre === view.window.centre && entry.width === view.window.width);
  const missing = imaging.instances.filter((instance) => !instance.isPresent).length;
  const problems = [...(missing > 0 ? [t('study.missingBytes', { count: missing })] : []), ...study.problems.map(({ object, error }) => `${object}: ${error.message}`), ...(volume?.warnings ?? [])];
  return (
    <Group className="desk-bar" gap="sm" wrap="nowrap">
      <SegmentedControl size="xs" disabled={!isDriving} value={view.page} onChange={(page) => onView({ page })} data={(['images', 'plan', 'dvh'] as const).map((value) => ({ value, label: t(`pages.${value}`) }))} data-testid="desk-pages" />
      {view.page === 'images' && (
        <>
          <SegmentedControl size="xs" disabled={!isDriving} aria-label={t('presets.label')} value={preset?.key ?? ''} onChange={(key) => {
            const chosen = windowPresets.find((entry) => entry.key === key);
            if (chosen !== undefined) onView({ window: { centre: chosen.centre, width: chosen.width } });
          }} data={windowPresets.map((entry) => ({ value: entry.key, label: t(`presets.${entry.name}`) }))} />
          <SegmentedControl size="xs" disabled={!isDriving} aria-label={t('layout.label')} value={view.layout} onChange={(layout) => onView({ layout })} data={[{ value: 'three', label: t('layout.three') }, ...(['axial', 'sagittal', 'coronal'] as const).map((value) => ({ value, label: t(`planes.${value}`) }))]} />
          {study.volumes.length > 1 && volume !== null && (
            <Select size="xs" w={190} disabled={!isDriving} aria-label={t('study.series')} allowDeselect={false} value={volume.seriesInstanceUID} onChange={(uid) => {
              const chosen = study.volumes.find((entry) => entry.seriesInstanceUID === uid);
              if (chosen !== undefined) onView({ seriesInstanceUID: chosen.seriesInstanceUID, window: { ...chosen.defaultWindow } });
            }} data={study.volumes.map((entry) => ({ value: entry.seriesInstanceUID, label: seriesName(imaging, entry) }))} />
          )}
        </>
      )}
      <span className="desk-bar-space" />
      {!isDriving && <Text size="xs" c="yellow.4" className="desk-nowrap">{t('study.following')}</Text>}
      {study.phase === 'ready' && <Text size="xs" c="dimmed" className="desk-nowrap">{t('study.dvhProgress', { done: study.progress.dvhsDone, total: study.progress.dvhsTotal })}</Text>}
      {problems.length > 0 && (
        <Popover width={480} position="bottom-end" withArrow>
          <Popover.Target><Button size="compact-xs" variant="light" color="orange">{t('study.problems', { count: problems.length })}</Button></Popover.Target>
          <Popover.Dropdown className="desk-problems">{problems.map((problem) => <Text size="sm" key={problem}>{problem}</Text>)}</Popover.Dropdown>
        </Popover>
      )}
      <Popover width={360} position="bottom-end" withArrow>
        <Popover.Target><Button size="compact-xs" variant="default" aria-label={t('help.title')}>?</Button></Popover.Target>
        <Popover.Dropdown>{(t('help.lines', { returnObjects: true }) as string[]).map((line) => <Text size="sm" key={line}>{line}</Text>)}</Popover.Dropdown>
      </Popover>
    </Group>
  );
}

/** Dose and structures that may be drawn on these images, and which are refused because they lie in another frame of reference. */
export function overlaysOn(volume: ImageVolume | null, study: Pick<Study, 'dose' | 'structureSet'>): { readonly dose: Study['dose']; readonly structures: readonly Structure[]; readonly refusals: readonly ('dose' | 'structures')[] } {
  const frame = volume?.frameOfReferenceUID;
  const isDoseHere = study.dose !== null && study.dose.frameOfReferenceUID === frame;
  const setFrame = study.structureSet?.frameOfReferenceUID ?? null;
  const areStructuresHere = study.structureSet !== null && (setFrame === null || setFrame === frame);
  const refusals = [...(study.dose !== null && !isDoseHere ? (['dose'] as const) : []), ...(study.structureSet !== null && !areStructuresHere ? (['structures'] as const) : [])];
  return { dose: isDoseHere ? study.dose : null, structures: areStructuresHere ? (study.structureSet?.structures ?? noStructures) : noStructures, refusals };
}

function seriesName(imaging: CaseImaging, volume: ImageVolume): string {
  const header = imaging.instances.find((instance) => instance.header.seriesInstanceUID === volume.seriesInstanceUID)?.header;
  return [volume.modality, header?.series.number ?? null, header?.series.description ?? null].filter((part) => part !== null).join(' · ');
}
