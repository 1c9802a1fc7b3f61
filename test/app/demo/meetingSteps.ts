import type { View } from '../../../shared/meeting/view.ts';
import type { ConsoleDriver } from './consoleDriver.ts';
import type { Stage } from './stage.ts';
import type { DrawnView, PresenterAction } from './summary.ts';
import { changeAbout, changeText } from './caseWords.ts';
import { waitForState } from './requestSteps.ts';

const equalMm = 0.01;
const equalHu = 1;

/** The chair opens the meeting, both sit down with camera and microphone, the case is called. */
export async function joinMeeting(stage: Stage): Promise<void> {
  const { a, b } = stage;
  await a.click('meeting-open');
  await a.at('meeting-enter').waitFor();
  stage.meetingId = (await a.call('case.get', { caseId: stage.caseId })).record.meetingId ?? '';
  await a.click('meeting-enter');
  await b.click('nav-agenda');
  await b.click('meeting-enter');
  await a.at('join').waitFor();
  await new Promise((resolve) => setTimeout(resolve, 800));
  await stage.picture('lobby', a, b);
  await a.click('join');
  await b.click('join');
  await a.click(`call-${stage.caseId}`);
  await waitForState(stage, 'a', 'inDiscussion');
  await Promise.all([a, b].map((console) => console.at('viewport-axial').waitFor({ timeout: 60_000 })));
  await Promise.all([a, b].map((console) => console.until('video from the other side', async () => (await media(console)).videoFramesDecoded > 5)));
  await stage.picture('meeting-joined', a, b);
}

export async function media(console: ConsoleDriver): Promise<{ videoFramesDecoded: number; audioPacketsReceived: number }> {
  return console.page.evaluate(async () => {
    const probe = (globalThis as unknown as { __mdtProbe?: { measureMedia(): Promise<{ videoFramesDecoded: number; audioPacketsReceived: number }[]> } }).__mdtProbe;
    const links = probe ? await probe.measureMedia() : [];
    return {
      videoFramesDecoded: links.reduce((sum, link) => sum + link.videoFramesDecoded, 0),
      audioPacketsReceived: links.reduce((sum, link) => sum + link.audioPacketsReceived, 0),
    };
  });
}

/** What the viewports of a console say they have drawn; on the plan and DVH pages, which draw no slice, the view the page holds. */
export function drawnView(console: ConsoleDriver): Promise<DrawnView> {
  return console.page.evaluate(() => {
    // oxlint-disable-next-line unicorn/consistent-function-scoping -- travels to the page as text, alone
    const viewport = (plane: string): HTMLElement | null => document.querySelector(`[data-testid="viewport-${plane}"]`);
    const page = document.querySelector<HTMLElement>('[data-testid="review-desk"]')?.dataset['page'] ?? '';
    const axial = viewport('axial');
    if (!axial) {
      const held = (globalThis as unknown as { __mdtProbe?: { view(): View } }).__mdtProbe?.view();
      const [x = null, y = null, z = null] = held?.crosshairMm ?? [];
      return {
        page, isDrawn: false, seriesInstanceUID: held?.cells[0]?.content.kind === 'stack' ? held.cells[0].content.volumeId : '', slicePositionMm: { axial: z, sagittal: x, coronal: y },
        window: held?.cells[0]?.window ?? { centre: Number.NaN, width: Number.NaN }, zoom: held?.cells[0]?.zoom ?? Number.NaN,
        visibleStructures: held?.visibleStructures.join(',') ?? '', isodose: JSON.stringify(held?.isodose ?? null), drawnAtMs: 0,
      };
    }
    const text = (name: string): string => axial.dataset[name] ?? '';
    const slice = (plane: string): number | null => {
      const value = viewport(plane)?.dataset['slicePositionMm'];
      return value === undefined ? null : Number(value);
    };
    return {
      page, isDrawn: true,
      seriesInstanceUID: text('series'),
      slicePositionMm: { axial: slice('axial'), sagittal: slice('sagittal'), coronal: slice('coronal') },
      window: { centre: Number(text('windowCentre')), width: Number(text('windowWidth')) },
      zoom: Number(text('zoom')),
      visibleStructures: text('visibleStructures'),
      isodose: text('isodoses'),
      drawnAtMs: Math.max(...['axial', 'sagittal', 'coronal'].map((plane) => Number(viewport(plane)?.dataset['drawnAtMs'] ?? 0))),
    };
  });
}

const isEqual = (left: DrawnView, right: DrawnView): boolean =>
  left.page === right.page && left.isDrawn === right.isDrawn && left.seriesInstanceUID !== '' && left.seriesInstanceUID === right.seriesInstanceUID &&
  left.visibleStructures === right.visibleStructures && left.isodose === right.isodose &&
  (['axial', 'sagittal', 'coronal'] as const).every((plane) => Math.abs((left.slicePositionMm[plane] ?? 0) - (right.slicePositionMm[plane] ?? 0)) <= equalMm && (left.slicePositionMm[plane] === null) === (right.slicePositionMm[plane] === null)) &&
  Math.abs(left.window.centre - right.window.centre) <= equalHu && Math.abs(left.window.width - right.window.width) <= equalHu && Math.abs(left.zoom - right.zoom) < 1e-6;

const fingerprint = (view: DrawnView): string => JSON.stringify({ ...view, drawnAtMs: 0 });

interface AppliedPatch {
  readonly sentAtMs: number;
  readonly appliedAtMs: number;
}

/** The last patch a follower applied and when. */
const lastPatch = (console: ConsoleDriver): Promise<AppliedPatch | null> =>
  console.page.evaluate(() => (globalThis as unknown as { __mdtProbe?: { patches(): AppliedPatch[] } }).__mdtProbe?.patches().at(-1) ?? null);

/** Runs one action of the presenter and measures when the follower shows the same. */
export async function present(stage: Stage, presenter: ConsoleDriver, follower: ConsoleDriver, action: string, act: () => Promise<void>): Promise<PresenterAction> {
  const before = fingerprint(await drawnView(presenter));
  await act();
  await presenter.until(`${action} to show at the presenter`, async () => fingerprint(await drawnView(presenter)) !== before, 10_000);
  await new Promise((resolve) => setTimeout(resolve, 150));
  await follower.until(`${action} to show at the follower`, async () => isEqual(await drawnView(presenter), await drawnView(follower)), 10_000);
  const [shown, seen, patch] = [await drawnView(presenter), await drawnView(follower), await lastPatch(follower)];
  const drawnAtMs = seen.page === 'images' ? seen.drawnAtMs : (patch?.appliedAtMs ?? 0);
  const result = { action, presenter: shown, follower: seen, isEqual: isEqual(shown, seen), delayMs: patch ? drawnAtMs - patch.sentAtMs : null };
  stage.summary.presenterActions.push(result);
  return result;
}

async function overViewport(console: ConsoleDriver, plane: string, fx: number, fy: number): Promise<{ x: number; y: number }> {
  const box = await console.at(`viewport-${plane}`).boundingBox();
  if (!box) throw new Error(`viewport-${plane} is not on screen`);
  return { x: box.x + box.width * fx, y: box.y + box.height * fy };
}

/** B presents ten actions; A follows from its own copy. */
export async function presentCase(stage: Stage): Promise<void> {
  const { a, b } = stage;
  await b.click('take-token');
  await b.until('B to present', async () => (await b.at('presenter-banner').getAttribute('data-role')) === 'presenter');
  await b.until('the start view at A', async () => isEqual(await drawnView(b), await drawnView(a)) && (await drawnView(a)).visibleStructures !== '');
  const wheel = async (plane: string, clicks: number): Promise<void> => {
    const { x, y } = await overViewport(b, plane, 0.5, 0.5);
    await b.page.mouse.move(x, y);
    for (let click = 0; click < Math.abs(clicks); click += 1) await b.page.mouse.wheel(0, Math.sign(clicks) * 100);
  };
  const key = (name: string) => async (): Promise<void> => {
    const { x, y } = await overViewport(b, 'axial', 0.5, 0.5);
    await b.page.mouse.move(x, y);
    await b.at('viewport-axial').focus();
    await b.page.keyboard.press(name);
  };
  const drag = async (plane: string, from: [number, number], to: [number, number], button: 'left' | 'right'): Promise<void> => {
    const start = await overViewport(b, plane, ...from);
    const end = await overViewport(b, plane, ...to);
    await b.page.mouse.move(start.x, start.y);
    await b.page.mouse.down({ button });
    await b.page.mouse.move(end.x, end.y, { steps: 8 });
    await b.page.mouse.up({ button });
  };
  const openPage = (page: string): Promise<void> => b.at('desk-pages').locator(`input[value="${page}"]`).evaluate((input) => (input as HTMLInputElement).click());
  await present(stage, b, a, 'scroll axial 12 slices', () => wheel('axial', 12));
  await present(stage, b, a, 'lung window', key('2'));
  await present(stage, b, a, 'mediastinum window', key('1'));
  await present(stage, b, a, 'window by dragging', () => drag('axial', [0.5, 0.5], [0.56, 0.54], 'right'));
  await key('x')();
  await present(stage, b, a, 'crosshair by dragging in the coronal plane', () => drag('coronal', [0.5, 0.5], [0.53, 0.55], 'left'));
  await stage.picture('presenting-structures', b, a);
  await present(stage, b, a, 'scroll sagittal 6 slices', () => wheel('sagittal', 6));
  await present(stage, b, a, 'zoom in', key('+'));
  await present(stage, b, a, 'colour wash on', key('Shift+D'));
  await stage.picture('presenting-colour-wash', b, a);
  await present(stage, b, a, 'one structure hidden', () => b.page.locator('.desk-structure-list input[type="checkbox"]:checked').first().click());
  await present(stage, b, a, 'isodoses in Gy', () => b.page.locator('.desk-side').getByText('Gy', { exact: true }).first().click());
  await stage.picture('presenting-isodose-gray', b, a);
  await present(stage, b, a, 'DVH page', () => openPage('dvh'));
  await new Promise((resolve) => setTimeout(resolve, 1500));
  await stage.picture('presenting-dvh', b, a);
  await present(stage, b, a, 'plan page', () => openPage('plan'));
  await stage.picture('presenting-plan', b, a);
  await present(stage, b, a, 'images page', () => openPage('images'));
}

/** A takes the token, points at a slice and asks for a change. */
export async function askForChange(stage: Stage): Promise<void> {
  const { a, b } = stage;
  await a.click('take-token');
  await a.until('A to present', async () => (await a.at('presenter-banner').getAttribute('data-role')) === 'presenter');
  await b.until('B to see A present', async () => (await b.at('presenter-banner').getAttribute('data-role')) === 'follower');
  await present(stage, a, b, 'A scrolls axial 4 slices', async () => {
    const { x, y } = await overViewport(a, 'axial', 0.5, 0.5);
    await a.page.mouse.move(x, y);
    for (let click = 0; click < 4; click += 1) await a.page.mouse.wheel(0, -100);
  });
  const { x, y } = await overViewport(a, 'axial', 0.52, 0.42);
  await a.page.mouse.move(x, y, { steps: 5 });
  await new Promise((resolve) => setTimeout(resolve, 400));
  await stage.picture('pointing', a, b);
  await a.click('panel-opinions');
  await a.fill('change-about', changeAbout);
  await a.fill('change-text', changeText);
  await a.click('change-add');
  await b.until('the change request at B', async () => (await b.call('case.get', { caseId: stage.caseId })).record.changeRequests.length === 1);
  await b.click('panel-opinions');
  await stage.picture('change-requested', a, b);
}

/** B's core and the platform are killed on purpose while the meeting goes on. */
export async function crash(stage: Stage): Promise<void> {
  const { a, b } = stage;
  const before = (await b.call('case.get', { caseId: stage.caseId })).record.version;
  const framesBefore = (await media(b)).videoFramesDecoded;
  const events = await b.coreEvents();
  const corePid = events.findLast((event) => event.state === 'ready')?.pid ?? (await corePidOf(b));
  const killedMs = Date.now();
  process.kill(corePid, 'SIGKILL');
  await b.until('B’s core to come back', async () => (await b.coreEvents()).some((event) => event.state === 'ready' && event.atMs > killedMs && event.pid !== corePid), 15_000);
  const coreBack = (await b.coreEvents()).find((event) => event.state === 'ready' && event.atMs > killedMs && event.pid !== corePid);
  const after = (await b.call('case.get', { caseId: stage.caseId })).record.version;
  await stage.picture('core-restarted', b);

  const platformKilledMs = Date.now();
  const platformBack = stage.platform.killAndMeasure();
  const patchBefore = await lastPatch(b);
  const { x, y } = await overViewport(a, 'axial', 0.5, 0.5);
  await a.page.mouse.move(x, y);
  await a.page.mouse.wheel(0, 100);
  await b.until('a patch over the data channel while the platform is away', async () => ((await lastPatch(b))?.sentAtMs ?? 0) > (patchBefore?.sentAtMs ?? 0), 10_000);
  const patch = await lastPatch(b);
  const platformKilledBackMs = await platformBack;
  const framesAfter = (await media(b)).videoFramesDecoded;
  await Promise.all([a, b].map((console) => console.until('the console to be connected again', async () => (await console.call('sync.status', {})).state === 'online', 30_000)));
  stage.summary.recovery = {
    coreKilledBackMs: (coreBack?.atMs ?? Number.NaN) - killedMs,
    platformKilledBackMs,
    commandsBefore: before,
    commandsAfter: after,
    patchDuringPlatformOutageArrived: patch !== null && patch.sentAtMs >= platformKilledMs && patch.appliedAtMs < platformKilledMs + platformKilledBackMs,
    videoFramesDuringOutage: framesAfter - framesBefore,
  };
  await stage.picture('after-crashes', a, b);
  stage.summary.media = { a: await media(a), b: await media(b) };
}

/** Core's process when no event told it: asked from main, which shows it in every state it sends. */
async function corePidOf(console: ConsoleDriver): Promise<number> {
  await console.page.reload();
  throw new Error('Core never told its process id.');
}
