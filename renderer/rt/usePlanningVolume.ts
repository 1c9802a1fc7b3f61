import type { Vector3 } from '../../shared/geometry/vector.ts';
import type { CaseImaging } from '../../shared/ipc/channels.ts';
import { patientToVoxel } from '../../shared/volume/sample.ts';
import type { ReadingActions } from '../reading/actions.ts';
import type { LoadedVolume } from '../study/series.ts';
import { useSeries, useSeriesStore } from '../study/useSeriesStore.ts';

const none: readonly string[] = [];

/** The images the plan was made on, as the reference chain names them; null while their geometry is not known. */
export function usePlanningVolume(imaging: CaseImaging, readHeads: ReadingActions['readHeads']): LoadedVolume | null {
  const store = useSeriesStore(imaging, readHeads);
  const { imageSeriesUID } = imaging.chain;
  const series = useSeries(store, imageSeriesUID === null ? none : [imageSeriesUID]);
  return (imageSeriesUID === null ? undefined : series.get(imageSeriesUID))?.volumes[0] ?? null;
}

/** The slice through a point is read. */
export function isReadAt({ volume, slicesLoaded }: LoadedVolume, point: Vector3): boolean {
  const k = Math.round(patientToVoxel(volume.geometry, point)[2]);
  return slicesLoaded[Math.max(0, Math.min(slicesLoaded.length - 1, k))] === 1;
}
