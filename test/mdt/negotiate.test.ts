import { expect, it } from 'vitest';
import { agreeProtocol, protocolOf, protocols } from '../../shared/sync/negotiate.ts';

it('two sides use the newest version both speak, and where there is none the older one is named', () => {
  expect(agreeProtocol({ min: 1, max: 1 }, protocols)).toEqual({ version: 1 });
  expect(agreeProtocol(protocols, { min: 1, max: 1 })).toEqual({ version: 1 });
  expect(agreeProtocol({ min: 1, max: 9 }, { min: 2, max: 4 })).toEqual({ version: 4 });
  expect(agreeProtocol({ min: 1, max: 2 }, { min: 3, max: 4 })).toEqual({ mustUpdate: 'console' });
  expect(agreeProtocol({ min: 3, max: 4 }, { min: 1, max: 2 })).toEqual({ mustUpdate: 'platform' });
});

it('a command that an older console would replay into another record belongs to the newer protocol', () => {
  expect(protocolOf({ type: 'case.withdraw', payload: {} })).toBe(2);
  expect(protocolOf({ type: 'decision.freeze', payload: { sha256: 'a', sm3: 'b' } })).toBe(1);
  expect(protocolOf({ type: 'decision.freeze', payload: { sha256: 'a', sm3: 'b', minutes: {} } })).toBe(2);
});
