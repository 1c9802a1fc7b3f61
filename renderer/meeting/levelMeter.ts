/** Levels per second; a meter needs no more and a slow PC can spare no more. */
const levelIntervalMs = 80;
/** Full scale of the meter, dBFS. */
const floorDb = -60;

/**
 * Loudness of a microphone track, 0 (silence, −60 dBFS and below) to 1 (full scale).
 *
 * @returns the end of measuring; closes the audio context
 */
export function meterLevel(track: MediaStreamTrack, onLevel: (level: number) => void): () => void {
  const context = new AudioContext();
  const source = context.createMediaStreamSource(new MediaStream([track]));
  const analyser = context.createAnalyser();
  analyser.fftSize = 1024;
  source.connect(analyser);
  const samples = new Float32Array(analyser.fftSize);
  const timer = setInterval(() => {
    analyser.getFloatTimeDomainData(samples);
    onLevel(levelOf(samples));
  }, levelIntervalMs);
  return () => {
    clearInterval(timer);
    source.disconnect();
    void context.close();
  };
}

/** Root mean square of samples −1…1 on a scale of decibels, 0…1. */
export function levelOf(samples: Float32Array): number {
  let squares = 0;
  for (const sample of samples) squares += sample * sample;
  const db = 10 * Math.log10(squares / Math.max(1, samples.length));
  return Math.min(1, Math.max(0, 1 - db / floorDb));
}
