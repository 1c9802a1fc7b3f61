import { useEffect, useState } from 'react';
import type { ReactNode } from 'react';
import { createPortal } from 'react-dom';
import type { DeskScreen } from '../actions.ts';
import { useLatest } from '../useLatest.ts';
import { copyStyles } from './copyStyles.ts';
import { OtherPage } from './OtherPage.tsx';

interface Props {
  readonly screen: DeskScreen;
  /** Names the window; one number, one window. */
  readonly number: number;
  readonly title: string;
  /** The window is gone, or could not be opened. */
  readonly onClosed: (reason: 'closed' | 'refused') => void;
  readonly children: ReactNode;
}

/** How often is looked whether the window has its page, or is still there, ms. */
const lookEveryMs = 60;

/** A window on another screen, drawn into from this page. Going away closes it, and closing it takes this away. */
export function ScreenWindow({ screen, number, title, onClosed, children }: Props) {
  const [root, setRoot] = useState<HTMLElement | null>(null);
  const latestRef = useLatest(onClosed);
  const titleRef = useLatest(title);
  useEffect(() => {
    const opened = window.open(`app://console/screen.html?screen=${screen.id}`, `desk-${number}`, 'popup');
    if (opened === null) {
      latestRef.current('refused');
      return undefined;
    }
    let stopStyles: (() => void) | null = null;
    const timer = setInterval(() => {
      if (opened.closed) {
        clearInterval(timer);
        setRoot(null);
        latestRef.current('closed');
        return;
      }
      const found = opened.document.readyState === 'complete' ? opened.document.getElementById('root') : null;
      if (found === null || stopStyles !== null) return;
      stopStyles = copyStyles(document, opened.document);
      opened.document.title = titleRef.current;
      setRoot(found);
    }, lookEveryMs);
    return () => {
      clearInterval(timer);
      stopStyles?.();
      setRoot(null);
      opened.close();
    };
  }, [latestRef, titleRef, screen.id, number]);
  return root === null ? null : createPortal(<OtherPage page={root.ownerDocument}>{children}</OtherPage>, root);
}
