import { useEffect, useState } from 'react';
import type { Directory } from '../../shared/mdt/directory.ts';
import type { Present } from '../meeting/Lobby.tsx';
import { BridgeError, callBridge } from './bridge.ts';
import type { ResponseOf } from '../../shared/ipc/channels.ts';

/** Time between an answer and the next question. */
const pauseMs = 5000;

/** Who is in a meeting's room, asked again and again while the lobby is open. */
export function usePresence(meetingId: string, directory: Directory, isInLobby: boolean): Present {
  const [answer, setAnswer] = useState<ResponseOf<'meeting.presence'>['participants'] | 'asking' | 'unknown'>('asking');
  useEffect(() => {
    if (!isInLobby) return undefined;
    let isOpen = true;
    let timer: ReturnType<typeof setTimeout> | null = null;
    const ask = async (): Promise<void> => {
      const next = await presence(meetingId);
      if (!isOpen) return;
      setAnswer(next);
      timer = setTimeout(() => void ask(), pauseMs);
    };
    void ask();
    return () => {
      isOpen = false;
      if (timer) clearTimeout(timer);
    };
  }, [meetingId, isInLobby]);
  if (typeof answer === 'string') return answer;
  return answer.map(({ personId, name, hospitalId }) => ({ personId, name, hospitalName: directory.hospitals.find((hospital) => hospital.id === hospitalId)?.name ?? hospitalId }));
}

async function presence(meetingId: string): Promise<ResponseOf<'meeting.presence'>['participants'] | 'unknown'> {
  try {
    return (await callBridge('meeting.presence', { meetingId })).participants;
  } catch (thrown) {
    if (!(thrown instanceof BridgeError)) throw thrown;
    return 'unknown';
  }
}
