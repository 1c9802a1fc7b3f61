import { useCallback, useEffect, useState } from 'react';
import { toErrorShape, type ErrorShape } from '../../shared/errors/appError.ts';
import { choiceAmong, defaultChoice, listDevices, onDevicesChanged, readChoice, rememberChoice, type DeviceChoice, type DeviceList } from './devices.ts';
import { meterLevel } from './levelMeter.ts';
import type { LocalMedia } from './localMedia.ts';

export interface DevicePreview {
  readonly devices: DeviceList;
  readonly choice: DeviceChoice;
  readonly problems: readonly ErrorShape[];
  readonly isOpening: boolean;
  /** 0 silence … 1 full scale. */
  readonly level: number;
  readonly isCameraOn: boolean;
  readonly hasMicrophone: boolean;
  readonly choose: (choice: DeviceChoice) => void;
  readonly retry: () => void;
}

const noDevices: DeviceList = { cameras: [], microphones: [], speakers: [] };

interface Opened {
  readonly choice: DeviceChoice;
  readonly problems: readonly ErrorShape[];
  readonly devices: DeviceList;
}

async function openDevices(media: LocalMedia, wanted: DeviceChoice): Promise<Opened> {
  try {
    const choice = choiceAmong(wanted, await listDevices());
    const problems = await media.open(choice);
    // Names are told only after a device was allowed.
    return { choice, problems, devices: await listDevices() };
  } catch (error) {
    return { choice: wanted, problems: [toErrorShape(error)], devices: noDevices };
  }
}

/** Opens the devices of last time, follows plugging in and out, and measures the microphone. */
export function useDevicePreview(media: LocalMedia): DevicePreview {
  const [devices, setDevices] = useState(noDevices);
  const [choice, setChoice] = useState<DeviceChoice>(defaultChoice);
  const [problems, setProblems] = useState<readonly ErrorShape[]>([]);
  const [isOpening, setOpening] = useState(true);
  const [level, setLevel] = useState(0);
  const [audio, setAudio] = useState<MediaStreamTrack | null>(null);
  const [isCameraOn, setCameraOn] = useState(false);

  const show = useCallback((opened: Opened): void => {
    setOpening(false);
    setChoice(opened.choice);
    setProblems(opened.problems);
    setDevices(opened.devices);
  }, []);

  useEffect(() => {
    const stopFollowing = media.onChange(() => {
      setAudio(media.tracks.audio);
      setCameraOn(media.isCameraOn);
    });
    const stopListening = onDevicesChanged(() => {
      listDevices().then(setDevices, () => undefined);
    });
    let isCurrent = true;
    void openDevices(media, readChoice(window.localStorage)).then((opened) => {
      return isCurrent ? show(opened) : undefined;
    });
    return () => {
      isCurrent = false;
      stopFollowing();
      stopListening();
    };
  }, [media, show]);

  useEffect(() => {
    return audio ? meterLevel(audio, setLevel) : undefined;
  }, [audio]);

  const reopen = (next: DeviceChoice): void => {
    setOpening(true);
    void openDevices(media, next).then(show);
  };
  return {
    devices, choice, problems, isOpening, level: audio ? level : 0, isCameraOn, hasMicrophone: audio !== null,
    choose: (next) => {
      rememberChoice(window.localStorage, next);
      setChoice(next);
      // The loudspeaker is a matter of the tiles; nothing has to be opened for it.
      if (next.cameraId !== choice.cameraId || next.microphoneId !== choice.microphoneId) reopen(next);
    },
    retry: () => reopen(choice),
  };
}
