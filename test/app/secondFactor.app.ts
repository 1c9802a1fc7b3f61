import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Secret, TOTP } from 'otpauth';
import qrcode from 'qrcode';
import { freePort } from '../../electron/main/freePort.ts';
import { enrolmentUri } from '../../platform/accounts/secondFactor.ts';
import { ensureBuilt } from '../../scripts/build.ts';
import { withDisplay } from '../../scripts/display.ts';
import { resolveElectron } from '../../scripts/electronRuntime.ts';
import { pictureInBothSizes } from './demo/bothSizes.ts';
import { ConsoleDriver } from './demo/consoleDriver.ts';
import { PlatformProcess } from './demo/platformProcess.ts';
import { passphrase, password } from './demo/stage.ts';

/**
 * The second factor with a real console and platform, as a person meets it: the QR code, the first code as a proof, the recovery
 * codes, signing in with a code and with a recovery code, and turning it off; begun in Chinese, ended in English. The codes are
 * those an authenticator app computes from the picture. Pictures go to `MDT_PICTURES`.
 */
let failures = 0;
function check(name: string, isFine: boolean, seen: unknown = ''): void {
  if (!isFine) failures += 1;
  console.log(`${isFine ? 'ok  ' : 'FAIL'} ${name}${isFine ? '' : `: ${JSON.stringify(seen)}`}`);
}

const account = 'liang.imaging';
const periodMs = 30_000;

/** An authenticator that never gives a code twice: after one was used, that of the next step, which the platform takes as well. */
function authenticator(secret: string): () => string {
  const totp = new TOTP({ secret: Secret.fromBase32(secret) });
  let used = 0;
  return () => {
    used = Math.max(Math.floor(Date.now() / periodMs), used + 1);
    return totp.generate({ timestamp: used * periodMs });
  };
}

/** Dark and light of a QR code's modules as the window draws them, row by row. */
const drawnModules = (b: ConsoleDriver, size: number, margin: number): Promise<boolean[]> =>
  b.page.evaluate(([modules, quiet]) => {
    const picture = document.querySelector<HTMLImageElement>('[data-testid="factor-qr"]');
    const canvas = document.createElement('canvas');
    const context = canvas.getContext('2d');
    if (!picture || !context) throw new Error('there is no QR code');
    [canvas.width, canvas.height] = [picture.naturalWidth, picture.naturalHeight];
    context.drawImage(picture, 0, 0);
    const scale = picture.naturalWidth / (modules + 2 * quiet);
    const isDark = (column: number, row: number): boolean => (context.getImageData(Math.floor((quiet + column + 0.5) * scale), Math.floor((quiet + row + 0.5) * scale), 1, 1).data[0] ?? 255) < 128;
    return Array.from({ length: modules * modules }, (_, at) => isDark(at % modules, Math.floor(at / modules)));
  }, [size, margin] as const);

const textOf = (b: ConsoleDriver, testId: string): Promise<string> => b.at(testId).innerText();

async function openSettings(b: ConsoleDriver): Promise<void> {
  await b.click('person-menu');
  await b.click('nav-settings');
  await b.at('factor-state').waitFor();
  await b.at('second-factor').scrollIntoViewIfNeeded();
}

/** Signs out and enters account and password; the page then asks for a code. */
async function enterPassword(b: ConsoleDriver): Promise<void> {
  await b.click('person-menu');
  await b.click('sign-out');
  await b.fill('sign-in-account', account);
  await b.fill('sign-in-password', password);
  await b.page.keyboard.press('Enter');
}

/** Turns it on. @returns the secret and the recovery codes */
async function enrol(b: ConsoleDriver): Promise<{ next: () => string; recovery: string[] }> {
  await openSettings(b);
  await pictureInBothSizes(b, 'factor-1-off');
  await b.click('factor-change');
  await b.at('factor-secret').waitFor();
  const secret = await textOf(b, 'factor-secret');
  const code = qrcode.create(enrolmentUri(new Uint8Array(Secret.fromBase32(secret).buffer), account));
  const drawn = await drawnModules(b, code.modules.size, 2);
  check('the QR code holds the secret, the account and who asks', drawn.every((isDark, at) => isDark === (code.modules.data[at] === 1)));
  await pictureInBothSizes(b, 'factor-2-scan');
  const next = authenticator(secret);
  await b.fill('factor-code', '000000');
  await b.page.keyboard.press('Enter');
  await b.at('error').waitFor();
  check('a wrong code is called that', (await textOf(b, 'error')).includes('验证码不正确'), await textOf(b, 'error'));
  await pictureInBothSizes(b, 'factor-3-wrong');
  await b.fill('factor-code', next());
  await b.page.keyboard.press('Enter');
  await b.at('recovery-codes').waitFor();
  const recovery = (await textOf(b, 'recovery-codes')).split(/\s+/).filter(Boolean);
  check('ten recovery codes are shown', recovery.length === 10, recovery.length);
  await b.page.keyboard.press('Escape');
  check('they stay until somebody says they are kept', await b.at('recovery-codes').isVisible());
  await pictureInBothSizes(b, 'factor-4-recovery');
  await b.click('recovery-kept');
  await b.until('it to be on', async () => (await textOf(b, 'factor-state')).includes('10'));
  await pictureInBothSizes(b, 'factor-5-on');
  return { next, recovery };
}

async function signInWithCode(b: ConsoleDriver, next: () => string): Promise<void> {
  await enterPassword(b);
  await b.at('sign-in-code').waitFor();
  check('the code is asked for without a word of error', (await b.page.getByTestId('sign-in-error').count()) === 0);
  check('the field for it has the keyboard', await b.at('sign-in-code').evaluate((field) => field === document.activeElement));
  await pictureInBothSizes(b, 'factor-6-sign-in');
  await b.fill('sign-in-code', '000000');
  await b.page.keyboard.press('Enter');
  await b.at('sign-in-error').waitFor();
  await pictureInBothSizes(b, 'factor-7-wrong-code');
  await b.fill('sign-in-code', next());
  await b.page.keyboard.press('Enter');
  await b.at('nav-cases').waitFor();
  check('password and code sign in', true);
}

async function inEnglish(b: ConsoleDriver, [first = '', second = '']: readonly string[]): Promise<void> {
  await b.click('language');
  await enterPassword(b);
  await b.at('sign-in-code').waitFor();
  await pictureInBothSizes(b, 'factor-8-sign-in-en');
  await b.fill('sign-in-code', first.toLowerCase());
  await b.page.keyboard.press('Enter');
  await openSettings(b);
  check('a recovery code signs in and is spent', (await textOf(b, 'factor-state')).includes('9'), await textOf(b, 'factor-state'));
  await pictureInBothSizes(b, 'factor-9-on-en');
  await b.click('factor-change');
  await b.fill('factor-end-code', first);
  await b.page.keyboard.press('Enter');
  await b.at('error').waitFor();
  check('a recovery code is taken once only', await b.at('factor-end-code').isVisible());
  await pictureInBothSizes(b, 'factor-10-end-en');
  await b.fill('factor-end-code', second);
  await b.click('factor-end');
  await b.until('it to be off', async () => (await textOf(b, 'factor-state')).startsWith('Off'));
  await b.click('factor-change');
  await b.at('factor-secret').waitFor();
  await pictureInBothSizes(b, 'factor-11-scan-en');
  await b.page.keyboard.press('Escape');
  await enterPassword(b);
  await b.at('nav-cases').waitFor();
  check('turned off, the password alone signs in; a begun one that was not confirmed changes nothing', true);
}

async function run(): Promise<void> {
  if (!(await ensureBuilt(console.log))) throw new Error('The console could not be built.');
  const runtime = await resolveElectron(console.log);
  const workDir = mkdtempSync(join(tmpdir(), 'mdt-factor-app-'));
  const outputDir = process.env['MDT_PICTURES'] ?? join(workDir, 'pictures');
  mkdirSync(outputDir, { recursive: true });
  try {
    await withDisplay(async ({ env }) => {
      const platform = await PlatformProcess.start(join(workDir, 'platform'), await freePort(undefined));
      const b = new ConsoleDriver({ name: 'B', runtime, env, dataDir: join(workDir, 'b'), outputDir, platformUrl: platform.url, window: { width: 1280, height: 720 } });
      try {
        await b.start();
        await b.createVault(passphrase.b);
        await b.signIn(account, password);
        const { next, recovery } = await enrol(b);
        await signInWithCode(b, next);
        await inEnglish(b, recovery);
      } catch (error) {
        await b.screenshot('zz-stuck').catch(() => undefined);
        throw error;
      } finally {
        await b.stop();
        await platform.stop();
      }
    });
  } finally {
    rmSync(workDir, { recursive: true, force: true });
  }
}

await run();
console.log(failures === 0 ? 'The second factor holds.' : `${failures} checks of the second factor failed.`);
process.exitCode = failures === 0 ? 0 : 1;
