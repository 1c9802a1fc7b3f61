import { Button } from '@mantine/core';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { AboutCalculation } from './AboutCalculation.tsx';

/** Opens the page about the calculation, by press or, also where the button has no place, by F1. */
export function AboutButton({ isShown }: { readonly isShown: boolean }) {
  const { t } = useTranslation('rt');
  const [isOpen, setOpen] = useState(false);
  useEffect(() => {
    const press = (event: KeyboardEvent): void => {
      if (event.key !== 'F1') return;
      event.preventDefault();
      setOpen(true);
    };
    window.addEventListener('keydown', press);
    return () => window.removeEventListener('keydown', press);
  }, []);
  return (
    <>
      {isShown && <Button size="compact-xs" variant="default" title={t('about.openHint')} aria-keyshortcuts="F1" onClick={() => setOpen(true)} data-testid="about-open">{t('about.open')}</Button>}
      <AboutCalculation isOpen={isOpen} onClose={() => setOpen(false)} />
    </>
  );
}
