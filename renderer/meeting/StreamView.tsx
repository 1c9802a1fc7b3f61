import { Avatar, Center } from '@mantine/core';
import { useEffect, useRef } from 'react';

export interface StreamViewProps {
  readonly stream: MediaStream | null;
  /** Whether there is a picture to show; sound is played either way. */
  readonly isShown: boolean;
  readonly isMuted: boolean;
  readonly isMirrored?: boolean;
  readonly name: string;
  /** Loudspeaker; empty or null for the system's default. */
  readonly speakerId?: string | null;
}

/** Two letters of a Latin name, the last two characters of a Chinese one, as people there shorten it. */
export function initialsOf(name: string): string {
  const trimmed = name.trim();
  if (/\p{Script=Han}/u.test(trimmed)) return Array.from(trimmed).slice(-2).join('');
  const words = trimmed.split(/\s+/).filter((word) => word !== '');
  return words.length === 0 ? '?' : [words[0], words.length > 1 ? words.at(-1) : undefined].map((word) => Array.from(word ?? '')[0] ?? '').join('').toUpperCase();
}

/** Picture and sound of one stream, or the person's initials. */
export function StreamView({ stream, isShown, isMuted, isMirrored = false, name, speakerId = null }: StreamViewProps) {
  const video = useRef<HTMLVideoElement>(null);
  useEffect(() => {
    const element = video.current;
    if (!element) return undefined;
    element.srcObject = stream;
    return () => {
      element.srcObject = null;
    };
  }, [stream]);
  useEffect(() => {
    const element = video.current;
    // A loudspeaker that was unplugged leaves the default one playing.
    if (element && !isMuted && 'setSinkId' in element) element.setSinkId(speakerId ?? '').catch(() => undefined);
  }, [speakerId, isMuted]);
  return (
    <>
      {/* Live speech has no captions to offer. */}
      {/* oxlint-disable-next-line jsx-a11y/media-has-caption */}
      <video ref={video} autoPlay playsInline muted={isMuted} aria-label={name}
        style={{ width: '100%', height: '100%', objectFit: 'cover', display: isShown ? 'block' : 'none', transform: isMirrored ? 'scaleX(-1)' : undefined }} />
      {isShown ? null : <Center w="100%" h="100%"><Avatar color="teal" radius="xl" size="md">{initialsOf(name)}</Avatar></Center>}
    </>
  );
}
