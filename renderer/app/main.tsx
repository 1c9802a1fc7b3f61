import '@fontsource-variable/noto-sans-sc';
import '@mantine/core/styles.css';
import { MantineProvider } from '@mantine/core';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { cssVariables, theme } from '../ui/theme.ts';
import { App } from './App.tsx';
import { callBridge } from './bridge.ts';
import { startI18n } from './i18n.ts';

async function show(): Promise<void> {
  const { language } = await callBridge('app.language', {});
  await startI18n(language);
  const root = document.getElementById('root');
  if (!root) throw new Error('index.html has no root element');
  createRoot(root).render(
    <StrictMode>
      <MantineProvider theme={theme} cssVariablesResolver={cssVariables} forceColorScheme="dark">
        <App />
      </MantineProvider>
    </StrictMode>,
  );
}

void show();
