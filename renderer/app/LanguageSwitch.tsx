import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { callBridge } from './bridge.ts';
import { changeLanguage, type Language } from './i18n.ts';

/** Changes to the other language; its words are in that language. */
export function LanguageSwitch() {
  const { t, i18n } = useTranslation();
  const other: Language = i18n.language === 'zh' ? 'en' : 'zh';
  return <Button variant="subtle" color="gray" data-testid="language" onClick={() => void callBridge('app.language', { set: other }).then(() => changeLanguage(other))}>{t('language')}</Button>;
}
