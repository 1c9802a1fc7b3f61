import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { PageBoundary } from '../ui/PageBoundary.tsx';

/** A page, or a part with a name of its own, that may break without taking down what is around it. */
export function Page({ name, children }: { name: string; children: ReactNode }) {
  const { t } = useTranslation('app');
  return <PageBoundary page={name} words={{ title: t('pageBroken'), hint: t('pageBrokenHint'), again: t('pageAgain'), details: t('details') }}>{children}</PageBoundary>;
}
