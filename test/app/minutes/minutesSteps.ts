import { randomUUID } from 'node:crypto';
import type { ConsoleDriver } from '../demo/consoleDriver.ts';
import type { PlatformProcess } from '../demo/platformProcess.ts';

export interface MinutesStage {
  /** The lead hospital, with the chair. */
  readonly a: ConsoleDriver;
  /** The partner hospital, with the doctor who asked. */
  readonly b: ConsoleDriver;
  readonly platform: PlatformProcess;
  readonly caseId: string;
  readonly pin: string;
  readonly check: (name: string, isFine: boolean, seen?: unknown) => void;
}

const textOf = (console: ConsoleDriver, section: string): Promise<string> => console.at(`minutes-${section}`).evaluate((node) => (node as HTMLTextAreaElement).value);
const caretOf = (console: ConsoleDriver, section: string): Promise<number> => console.at(`minutes-${section}`).evaluate((node) => (node as HTMLTextAreaElement).selectionStart);

/** Notes in the page when a text first holds some words, so that the delay is not that of asking. */
async function noteArrival(console: ConsoleDriver, section: string, words: string): Promise<() => Promise<number>> {
  await console.at(`minutes-${section}`).evaluate((node, wanted) => {
    const note = globalThis as unknown as { arrivedAtMs?: number };
    note.arrivedAtMs = 0;
    const timer = setInterval(() => {
      if (!(node as HTMLTextAreaElement).value.includes(wanted)) return;
      note.arrivedAtMs = Date.now();
      clearInterval(timer);
    }, 2);
  }, words);
  return async () => {
    await console.until(`“${words}” to arrive`, async () => (await console.page.evaluate(() => (globalThis as unknown as { arrivedAtMs: number }).arrivedAtMs)) > 0, 10_000);
    return console.page.evaluate(() => (globalThis as unknown as { arrivedAtMs: number }).arrivedAtMs);
  };
}

/** Both type in the same section at once; each sees the words, the name and the caret of the other. */
export async function typeTogether({ a, b, check }: MinutesStage): Promise<void> {
  await a.click('minutes-course');
  await a.page.keyboard.type('陈立群：同意术前同步放化疗。');
  await b.until('the words of A at B', async () => (await textOf(b, 'course')).includes('放化疗。'));
  await b.click('minutes-course');
  await b.page.keyboard.press('Control+Home');
  await Promise.all([a.page.keyboard.type('靶区请补充淋巴结引流区。', { delay: 40 }), b.page.keyboard.type('何静：患者一般情况可，ECOG 1。\n', { delay: 40 })]);
  const both = async (): Promise<boolean> => (await textOf(a, 'course')) === (await textOf(b, 'course'));
  await a.until('both texts to be equal', both);
  const text = await textOf(a, 'course');
  check('two people typing at once lose nothing', text === '何静：患者一般情况可，ECOG 1。\n陈立群：同意术前同步放化疗。靶区请补充淋巴结引流区。', text);
  check('the caret of A stays at the end of what A types', (await caretOf(a, 'course')) === text.length, await caretOf(a, 'course'));
  await a.at('here-he.doctor').waitFor();
  await b.at('here-chen.chair').waitFor();
  await a.at('caret-he.doctor').waitFor({ state: 'attached' });
  const delays: number[] = [];
  for (const words of ['一', '二', '三', '四', '五', '六', '七']) {
    await new Promise((resolve) => setTimeout(resolve, 250));
    const arrived = await noteArrival(b, 'course', `（${words}）`);
    await a.page.keyboard.insertText(`（${words}`);
    const pressedAtMs = Date.now();
    await a.page.keyboard.insertText('）');
    delays.push((await arrived()) - pressedAtMs);
  }
  const median = delays.toSorted((x, y) => x - y)[3] ?? Infinity;
  check('a key is seen at the other console within about 200 ms', median <= 250, { median, delays });
  await a.page.keyboard.press('Control+z');
  await a.until('the undo to take back what A typed', async () => !(await textOf(a, 'course')).includes('（七）'));
  check('undo leaves what B typed', (await textOf(a, 'course')).startsWith('何静：患者一般情况可'));
  await a.at('minutes').scrollIntoViewIfNeeded();
  await a.screenshot('minutes-1-together');
  await b.screenshot('minutes-1-together');
}

/** The platform ends; both type on; when it is back, both have all of it. */
export async function typeOffline({ a, b, platform, check }: MinutesStage): Promise<void> {
  process.kill(platform.pid, 'SIGSTOP');
  await a.click('minutes-tasks');
  await a.page.keyboard.type('何静：两周内完成 PET-CT。');
  await b.click('minutes-imaging');
  await b.page.keyboard.type('增强 CT：食管胸中段管壁增厚。');
  for (const console of [a, b]) await console.until('the console to say that it is offline', async () => (await console.at('minutes-save').getAttribute('data-state')) === 'offline', 60_000);
  await a.screenshot('minutes-2-offline');
  process.kill(platform.pid, 'SIGCONT');
  const backMs = await platform.killAndMeasure();
  await a.until('the texts to be equal again', async () => (await textOf(a, 'imaging')).includes('增厚。') && (await textOf(b, 'tasks')).includes('PET-CT。'), 60_000);
  check('what was typed without the platform is at both consoles after it was killed and came back', true, { backMs });
  await a.until('nothing to wait', async () => (await a.at('minutes-save').getAttribute('data-state')) === 'synced');
}

/** A sits in the meeting with the minutes beside the images, B on the case page. */
export async function typeInMeeting({ a, b, caseId, check }: MinutesStage): Promise<void> {
  await a.click('nav-agenda');
  await a.click('meeting-enter');
  await a.click('join');
  await a.click(`call-${caseId}`);
  await a.click('panel-minutes');
  await a.at('minutes-radiotherapy').waitFor();
  await b.click('minutes-radiotherapy');
  await b.page.keyboard.type('GTV 上下界请放疗科确认。');
  await a.until('the words of B in the meeting', async () => (await textOf(a, 'radiotherapy')).includes('放疗科确认。'));
  await a.click('minutes-radiotherapy');
  await a.page.keyboard.press('Control+End');
  await a.page.keyboard.type('\n已确认：上界 T4，下界 T8。');
  await b.until('the words of A from the meeting', async () => (await textOf(b, 'radiotherapy')).includes('下界 T8。'));
  check('the meeting page and the case page show one text', (await textOf(a, 'radiotherapy')) === (await textOf(b, 'radiotherapy')));
  await a.screenshot('minutes-2-meeting');
  await a.click('leave');
}

/** Opens the decision of the case again. */
export async function openDecision(console: ConsoleDriver, caseId: string): Promise<void> {
  await console.click('nav-cases');
  await console.click(`case-row-${caseId}`);
  await console.click('tab-decision');
}

/** Points a console at another platform; its page is loaded again, and may be gone before it hears the answer. */
async function usePlatform(desk: ConsoleDriver, url: string): Promise<void> {
  const loaded = desk.page.waitForEvent('load');
  await desk.call('settings.platform', { url }).catch((error: unknown) => {
    if (!String(error).includes('Execution context was destroyed')) throw error;
  });
  await loaded;
}

/** The decision is read back and frozen with the minutes while B is cut off and types on; then B comes back. */
export async function freezeAndSign({ a, b, platform, caseId, pin, check }: MinutesStage): Promise<void> {
  const stream = { kind: 'case', id: caseId } as const;
  const submit = (type: 'opinion.state' | 'decision.edit', payload: unknown) => a.call('record.submit', { commandId: randomUUID(), stream, type, baseVersion: 0, payload });
  await submit('opinion.state', { opinionId: randomUUID(), personId: 'chen.chair', personName: '陈立群', personTitle: '主任医师', hospitalId: 'gd-cancer', discipline: 'radiationOncology', stance: 'agree', text: '同意。' });
  await submit('decision.edit', { fields: { outcome: 'treatment', chairSummary: '术前同步放化疗。', organFunction: '正常', performanceStatus: 'ECOG 1', operability: '潜在可切除', diseaseExtent: '局部晚期', responsible: '何静', followUp: '一月后', systemic: '同步化疗' } });
  await a.at('read-back').click();
  await a.click('read-back-confirm');
  await a.at('read-back-confirm').waitFor({ state: 'hidden' });
  // Typed in the last moment before the freeze: still part of it.
  await a.click('minutes-questions');
  await a.page.keyboard.type('是否需要胃造瘘？');
  await a.until('nothing to wait', async () => (await a.at('minutes-save').getAttribute('data-state')) !== 'offline');
  await usePlatform(b, 'http://127.0.0.1:9');
  await a.click('freeze');
  await a.at('minutes-frozen').waitFor();
  await b.click('minutes-course');
  await b.page.keyboard.press('Control+End');
  await b.page.keyboard.type('迟到：补充青霉素过敏史。');
  await b.until('the late words to be stored', async () => (await b.call('minutes.open', { caseId })).unsent > 0);
  await usePlatform(b, platform.url);
  await b.at('minutes-frozen').waitFor();
  const frozen = (await a.at('minutes-frozen').textContent()) ?? '';
  check('the last words before the freeze are frozen', frozen.includes('是否需要胃造瘘？'), frozen.slice(0, 60));
  check('the frozen minutes name who typed', /[（(]何静[)）]/.test(frozen) && frozen.includes('陈立群'));
  check('both show the same frozen text', (await b.at('minutes-frozen').textContent()) === frozen);
  await a.call('decision.sign', { caseId, role: 'expert', pin, openReason: null });
  await a.call('decision.sign', { caseId, role: 'chair', pin, openReason: null });
  const verified = await a.call('record.verify', { caseId });
  check('the signed record verifies', verified.isValid, verified.problems);
  await a.click('tab-record');
  await a.click('report-view');
  const paper = (await a.at('report-paper').textContent()) ?? '';
  check('the report holds the minutes and who wrote them, and nothing that came late', /(?:记录人：|Written by: ?)陈立群/.test(paper) && paper.includes('下界 T8。') && !paper.includes('青霉素'));
  await a.page.getByText(/记录人：|Written by/).scrollIntoViewIfNeeded();
  await a.screenshot('minutes-3-report');
  await a.click('tab-decision');
  await a.at('minutes-frozen').scrollIntoViewIfNeeded();
  await a.screenshot('minutes-3-frozen');
}

/** What B typed after the freeze is shown beside the minutes, at both. */
export async function readTooLate({ a, b, check }: MinutesStage): Promise<void> {
  for (const console of [a, b]) await console.until('all of the late words', async () => ((await console.at('minutes-late').textContent()) ?? '').includes('过敏史。'));
  const [atA, atB] = await Promise.all([a, b].map((console) => console.at('minutes-late').textContent()));
  check('what came after the freeze is shown at both, under its author', atA === atB && (atA ?? '').includes('何静') && (atA ?? '').includes('迟到：补充青霉素过敏史。'), atA);
  check('it is not in the frozen text', !((await b.at('minutes-frozen').textContent()) ?? '').includes('青霉素'));
  check('a frozen editor takes no key', (await a.page.locator('[data-testid="minutes-course"]').count()) === 0 && (await b.page.locator('[data-testid="minutes-course"]').count()) === 0);
  await b.at('minutes').scrollIntoViewIfNeeded();
  await b.screenshot('minutes-4-closed');
  if (process.env['MDT_LANGUAGE'] !== 'en') await b.click('language');
  await b.until('the page in English', async () => ((await b.at('minutes').textContent()) ?? '').includes('Changes that came after the sign-off'));
  await b.screenshot('minutes-5-english');
}
