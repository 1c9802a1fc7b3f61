import { describe, expect, it } from 'vitest';
import { readOptions } from '../../platform/cliOptions.ts';

describe('options of the platform server', () => {
  it('listens on this computer, with its data beside, and without sample accounts', () => {
    expect(readOptions([], '/srv')).toEqual({ host: '127.0.0.1', port: 8787, dataDir: '/srv/platform-data', isSample: false, databaseUrl: undefined, publicUrl: undefined });
  });

  it('offers the sample network on this computer only', () => {
    expect(readOptions(['--sample'], '/srv').isSample).toBe(true);
    expect(() => readOptions(['--sample', '--host', '0.0.0.0'], '/srv')).toThrow('passwords of the sample network are public');
  });

  it.each([['--port', 'x'], ['--port', '70000'], ['--unknown'], ['--port='], ['--data=']])('names what is wrong and how it is used: %s', (...args) => {
    expect(() => readOptions(args, '/srv')).toThrow('Usage: npm run platform');
  });
});
