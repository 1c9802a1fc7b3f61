import { startPlatform, type PlatformOptions } from '../../../platform/host.ts';
import { testKey } from './network.ts';

/** What a test tells this process first. */
export type ProvinceNodeOptions = Required<Pick<PlatformOptions, 'dataDir' | 'province'>> & Pick<PlatformOptions, 'databaseUrl'>;

/** A platform as a process of its own that ends only by being killed, with waits as short as its test says. */
process.once('message', (options: ProvinceNodeOptions) => {
  void startPlatform({ ...options, key: testKey, port: 0, sample: false }).then(() => process.send?.('ready'));
});
process.once('disconnect', () => process.exit(0));
