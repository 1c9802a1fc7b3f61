import { describe, expect, it } from 'vitest';
import { expectedPlatformOrigin, readEnvironment } from '../../../electron/main/environment.ts';

describe('environment', () => {
  it('is the embedded platform on loopback and the project’s Node when nothing is said', () => {
    expect(readEnvironment({ MDT_NODE: '', MDT_PLATFORM_PORT: 'x' }, '/app', 'linux')).toEqual({
      platformUrl: null,
      platformHost: '127.0.0.1',
      platformPort: undefined,
      sampleFolder: null,
      nodeCandidates: [undefined, '/app/node_modules/node/bin/node', undefined],
    });
  });

  it('takes what is said', () => {
    const said = readEnvironment({ MDT_PLATFORM_URL: 'https://mdt.example/x', MDT_PLATFORM_PORT: '4100', MDT_SAMPLE_DIR: '/case', MDT_NODE: '/n' }, '/app', 'win32');
    expect(said).toMatchObject({ platformUrl: 'https://mdt.example/x', platformPort: 4100, sampleFolder: '/case' });
    expect(said.nodeCandidates.slice(0, 1)).toEqual(['/n']);
  });

  it('expects the platform where it will be, so that the first page need not be loaded twice', () => {
    expect(expectedPlatformOrigin('https://mdt.example/x', { origin: undefined, port: undefined }, 4000)).toBe('https://mdt.example');
    expect(expectedPlatformOrigin(null, { origin: undefined, port: undefined }, 4000)).toBe('http://127.0.0.1:4000');
    expect(expectedPlatformOrigin(null, { origin: 'http://127.0.0.1:3999', port: 3999 }, 4000)).toBe('http://127.0.0.1:4000');
    expect(expectedPlatformOrigin(null, { origin: 'https://mdt.example', port: 3999 }, 4000)).toBe('https://mdt.example');
    expect(expectedPlatformOrigin(null, { origin: undefined, port: undefined }, 4000, '10.1.2.3')).toBe('http://10.1.2.3:4000');
    expect(expectedPlatformOrigin(null, { origin: 'http://[fd00::1]:3999', port: 3999 }, 4000, 'fd00::1')).toBe('http://[fd00::1]:4000');
  });
});
