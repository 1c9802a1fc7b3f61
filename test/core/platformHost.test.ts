import { describe, expect, it } from 'vitest';
import { platformOrigin } from '../../electron/core/platformHost.ts';
import { isLoopback } from '../../shared/platform/loopback.ts';

describe('the address of a platform', () => {
  it.each([
    ['https://platform.example/anything', 'https://platform.example'],
    ['http://127.0.0.1:8787', 'http://127.0.0.1:8787'],
    ['http://localhost:8787/', 'http://localhost:8787'],
  ])('%s is used as %s', (text, origin) => {
    expect(platformOrigin(text)).toBe(origin);
  });

  it.each(['http://10.0.0.5:8787', 'http://platform.example'])('%s is refused: nothing of a patient goes over a network in the clear', (text) => {
    expect(() => platformOrigin(text)).toThrow('https address');
  });

  it.each(['platform', 'ftp://platform.example', ''])('"%s" is no address', (text) => {
    expect(() => platformOrigin(text)).toThrow('is not the address of a platform');
  });

  it.each([['127.0.0.1', true], ['127.8.9.1', true], ['::1', true], ['localhost', true], ['0.0.0.0', false], ['10.0.0.1', false], ['127.0.0.1.example', false]])('%s: reached by this computer only is %s', (host, isOwn) => {
    expect(isLoopback(host)).toBe(isOwn);
  });
});
