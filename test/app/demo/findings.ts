import type { Summary } from './summary.ts';

const backWithinMs = 5000;

/** What the run must show, each as a sentence when it does not. */
export function findings(summary: Summary): string[] {
  const demands: [string, boolean][] = [
    ['instances were imported and none rejected', (summary.import?.imported ?? 0) > 0 && summary.import?.rejected === 0],
    ['the lead hospital holds every instance', summary.transfer?.instances === summary.import?.imported],
    ['ten presenter actions were measured', summary.presenterActions.length >= 10],
    ['every presenter action shows the same at the follower', summary.presenterActions.every((action) => action.isEqual)],
    ['every presenter action has a delay', summary.presenterActions.every((action) => action.delayMs !== null && action.delayMs >= 0)],
    ['video is decoded at both ends', (summary.media?.a.videoFramesDecoded ?? 0) > 0 && (summary.media?.b.videoFramesDecoded ?? 0) > 0],
    ['audio is received at both ends', (summary.media?.a.audioPacketsReceived ?? 0) > 0 && (summary.media?.b.audioPacketsReceived ?? 0) > 0],
    ['core is back within 5 s', (summary.recovery?.coreKilledBackMs ?? Infinity) < backWithinMs],
    ['the platform is back within 5 s', (summary.recovery?.platformKilledBackMs ?? Infinity) < backWithinMs],
    ['no command was lost', summary.recovery?.commandsBefore === summary.recovery?.commandsAfter],
    ['the meeting went on', summary.recovery?.patchDuringPlatformOutageArrived === true && summary.recovery.videoFramesDuringOutage > 0],
    ['five signatures are valid', summary.signatures?.length === 5 && summary.signatures.every((signature) => signature.isValid)],
    ['the chair signed last', summary.signatures?.at(-1)?.role === 'chair'],
    ['mdt verify agrees', summary.verify?.exitCode === 0],
    ['both outboxes are empty', summary.outbox?.a === 0 && summary.outbox.b === 0],
    ['the record is the same at A, B and the platform', summary.digestsEqual === true],
    ['the report arrived at the requesting hospital', (summary.report?.byteLength ?? 0) > 10_000 && summary.report?.receivedByRequester === true],
    ['attendance was measured for both', (summary.attendance?.length ?? 0) >= 2],
    ['both consoles show the record after a restart', summary.reopened?.a.digest === summary.digests?.a && summary.reopened?.b.digest === summary.digests?.b],
    ...(['wrongPassphrase', 'notDicom', 'truncated', 'secondPatient', 'doseWithoutPlan', 'platformUnreachable', 'cameraDenied'] as const).map(
      (name): [string, boolean] => [`${name} ends in a message`, (summary.badInput?.[name] ?? '') !== ''],
    ),
    ['nothing typed offline was lost', summary.badInput?.['outboxAfterReturn'] === '0'],
  ];
  return demands.filter(([, isMet]) => !isMet).map(([name]) => name);
}
