import { Box, Text } from '@mantine/core';
import { useEffect, useRef, useState } from 'react';
import type { FrameView } from '../frameView.ts';

const sizePx = 64;

/** A small picture, decoded only once its row comes into sight. */
export function LazyThumbnail({ sha256, label, none, Frame }: { sha256: string | null; label: string; none: string; Frame: FrameView }) {
  const box = useRef<HTMLDivElement>(null);
  const [isSeen, setSeen] = useState(false);
  useEffect(() => {
    const element = box.current;
    if (!element || isSeen || sha256 === null) return undefined;
    const observer = new IntersectionObserver((entries) => {
      if (entries.some((entry) => entry.isIntersecting)) setSeen(true);
    });
    observer.observe(element);
    return () => observer.disconnect();
  }, [isSeen, sha256]);
  return (
    <Box ref={box} w={sizePx} h={sizePx} bg="black" style={{ display: 'grid', placeItems: 'center', borderRadius: 3, overflow: 'hidden' }}>
      {sha256 === null ? <Text fz={10} c="dimmed">{none}</Text> : isSeen ? <Frame sha256={sha256} frame={0} label={label} /> : null}
    </Box>
  );
}
