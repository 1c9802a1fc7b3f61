import type { FastifyInstance } from 'fastify';
import type { FactorState } from '../../shared/platform/contract.ts';
import { routes } from '../../shared/platform/routes/table.ts';
import { checkSecondFactor } from '../accounts/checkSecondFactor.ts';
import { enrolmentUri, hashRecoveryCode, newRecoveryCodes, newSecret, openSecret, sealSecret, stepOfCode } from '../accounts/secondFactor.ts';
import { PlatformError } from '../platformError.ts';
import type { AuditEntry } from '../store/audit.ts';
import type { PlatformStore } from '../store/openStore.ts';
import type { Caller } from './access.ts';
import { countAttempt } from '../accounts/signIn.ts';
import { serveRoute } from './serveRoute.ts';

/** Turning one's own second factor on and off. `key` opens the stored secrets. */
export function addSecondFactorRoutes(app: FastifyInstance, store: PlatformStore, key: Uint8Array): void {
  const stateOf = async (personId: string): Promise<FactorState> => {
    const factor = await store.secondFactors.find(personId);
    const isOn = factor?.isConfirmed === true;
    return { isOn, recoveryCodesLeft: isOn ? await store.secondFactors.recoveryCodesLeft(personId) : 0 };
  };

  serveRoute(app, store, routes.secondFactor, ({ caller: { person } }) => stateOf(person.id));

  serveRoute(app, store, routes.beginFactor, async ({ caller: { person } }) => {
    const secret = newSecret();
    await store.transact(async (tx) => {
      if ((await tx.secondFactors.find(person.id))?.isConfirmed) throw new PlatformError('already-exists', 'This account has a second factor; turn it off first.');
      await tx.secondFactors.begin(person.id, sealSecret(key, person.id, secret), Date.now());
    });
    return { uri: enrolmentUri(secret, person.account) };
  });

  serveRoute(app, store, routes.confirmFactor, async ({ caller, body: { code } }) => {
    const { id } = caller.person;
    const codes = newRecoveryCodes();
    const nowMs = Date.now();
    await countAttempt(store, caller.person.account, nowMs);
    await store.transact(async (tx) => {
      const factor = await tx.secondFactors.find(id);
      if (!factor || factor.isConfirmed) throw new PlatformError('not-found', 'No second factor was begun for this account; begin again.');
      const step = stepOfCode(openSecret(key, id, factor.sealedSecret), code.replaceAll(/\s/g, ''), nowMs, factor.usedStep);
      if (step === null || !(await tx.secondFactors.useStep(id, step))) throw wrongCode();
      await tx.secondFactors.confirm(id, codes.flatMap((text) => hashRecoveryCode(id, text) ?? []), nowMs);
      await tx.sessions.clearFailures(caller.person.account);
      await tx.audit.append(entryOf(caller, 'secondFactorOn', nowMs));
    });
    return { recoveryCodes: codes };
  });

  serveRoute(app, store, routes.endFactor, async ({ caller, body: { code } }) => {
    const nowMs = Date.now();
    await countAttempt(store, caller.person.account, nowMs);
    const check = await checkSecondFactor(store, caller.person.id, code, key, nowMs);
    if (check === 'wrong' || check === 'missing') throw wrongCode();
    await store.transact(async (tx) => {
      await tx.secondFactors.remove(caller.person.id);
      await tx.sessions.clearFailures(caller.person.account);
      if (check !== 'none') await tx.audit.append(entryOf(caller, 'secondFactorOff', nowMs));
    });
    return {};
  });
}

/** 403, because the session is a good one and goes on. */
const wrongCode = (): PlatformError => new PlatformError('not-permitted', 'The code is wrong or was used already; wait for the next one.');

const entryOf = ({ person, session }: Caller, action: AuditEntry['action'], atMs: number): AuditEntry =>
  ({ atMs, action, personId: person.id, hospitalId: person.hospitalId, deviceId: session.deviceId, subject: person.id, detail: {} });
