import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { PlaneWords } from '../viewport/scene.ts';

/** What viewports write on their pictures, in the language of the user. */
export function usePlaneWords(): PlaneWords {
  const { t, i18n } = useTranslation('rt');
  const { language } = i18n;
  return useMemo(
    () => ({
      planes: { axial: t('planes.axial'), sagittal: t('planes.sagittal'), coronal: t('planes.coronal') },
      slice: t('picture.slice'),
      window: t('picture.window'),
      zoom: t('picture.zoom'),
      dose: t('picture.dose'),
      structures: t('picture.structures'),
      outsideDose: t('picture.outsideDose'),
      outsideImage: t('picture.outsideImage'),
      padding: t('picture.padding'),
      relativeDose: t('picture.relativeDose'),
      noDose: t('picture.noDose'),
      refusedDose: t('picture.refusedDose'),
    }),
    // `t` changes with the language.
    // oxlint-disable-next-line react-hooks/exhaustive-deps
    [t, language],
  );
}
