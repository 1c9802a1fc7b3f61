import { Box, Overlay, Text } from '@mantine/core';
import { IconFileImport } from '@tabler/icons-react';
import { useRef, useState, type DragEvent, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';

interface Props {
  readonly children: ReactNode;
  /** Null while nothing may be dropped. */
  readonly onDrop: ((files: readonly File[]) => void) | null;
  /** What a drop does; left out: it imports. */
  readonly words?: string;
}

const carriesFiles = (event: DragEvent): boolean => event.dataTransfer.types.includes('Files');

/** Takes files and folders dropped anywhere on it and shows that it would. */
export function DropArea({ children, onDrop, words }: Props) {
  const { t } = useTranslation('import');
  const [isOver, setOver] = useState(false);
  // Entering a child leaves the parent after it: only the balance says whether the pointer is still inside.
  const depth = useRef(0);
  const settle = (to: number): void => {
    depth.current = to;
    setOver(to > 0);
  };
  return (
    <Box
      pos="relative"
      data-testid="drop-area"
      data-over={isOver}
      onDragEnter={(event) => {
        if (carriesFiles(event)) settle(depth.current + 1);
      }}
      onDragLeave={() => settle(Math.max(0, depth.current - 1))}
      onDragOver={(event) => {
        if (!carriesFiles(event)) return;
        event.preventDefault();
        event.dataTransfer.dropEffect = onDrop ? 'copy' : 'none';
      }}
      onDrop={(event) => {
        event.preventDefault();
        settle(0);
        onDrop?.([...event.dataTransfer.files]);
      }}
    >
      {children}
      {isOver ? (
        <Overlay backgroundOpacity={0.85} color="var(--mantine-color-dark-8)" center style={{ border: `2px dashed var(--mantine-color-${onDrop ? 'teal-4' : 'orange-4'})`, borderRadius: 6, gap: 8, pointerEvents: 'none' }}>
          <IconFileImport size={22} aria-hidden />
          <Text fw={600}>{onDrop && words !== undefined ? words : t(onDrop ? 'dropHere' : 'dropLater')}</Text>
        </Overlay>
      ) : null}
    </Box>
  );
}
