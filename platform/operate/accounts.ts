import { randomInt } from 'node:crypto';
import { disciplines, roles, type Discipline, type Hospital, type Person, type Role } from '../../shared/mdt/directory.ts';
import { isClinical } from '../../shared/mdt/rights.ts';
import { hashPassword } from '../accounts/password.ts';
import { holdSessions } from '../accounts/tokens.ts';
import { PlatformError } from '../platformError.ts';
import type { AuditEntry } from '../store/audit.ts';
import type { PlatformStore, StoreTransaction } from '../store/openStore.ts';

/** What the command line knows of a new person. */
export interface NewAccount {
  readonly account: string;
  readonly name: string;
  readonly nameEn: string;
  readonly title: string;
  readonly hospitalId: string;
  readonly roles: readonly string[];
  readonly discipline: string | null;
}

const letters = 'abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789';
/** 16 characters, 93 bits; told once to whoever runs the command. */
const newPassword = (): string => Array.from({ length: 16 }, () => letters[randomInt(letters.length)]).join('');

const entry = (action: AuditEntry['action'], person: Person, nowMs: number): AuditEntry =>
  ({ atMs: nowMs, action, personId: 'platform', hospitalId: person.hospitalId, deviceId: 'platform', subject: person.id, detail: {} });

const refuse = (message: string): never => {
  throw new PlatformError('bad-setting', message);
};

export async function addHospital(store: PlatformStore, hospital: Hospital, nowMs: number): Promise<void> {
  if (!/^[a-z0-9][a-z0-9-]{0,39}$/.test(hospital.id)) refuse(`"${hospital.id}" is no id of a hospital; use up to 40 small letters, digits and hyphens.`);
  if (await store.accounts.hospital(hospital.id)) refuse(`There is a hospital ${hospital.id} already.`);
  await store.transact(async (tx) => {
    await tx.accounts.addHospital(hospital);
    await tx.audit.append({ atMs: nowMs, action: 'hospitalAdded', personId: 'platform', hospitalId: hospital.id, deviceId: 'platform', subject: hospital.id, detail: {} });
  });
}

/**
 * Adds a person and returns the first password. Who administers sees no patients: administrator goes with no clinical role.
 * @throws {PlatformError} bad-setting, saying what is wrong
 */
export async function addAccount(store: PlatformStore, value: NewAccount, nowMs: number): Promise<string> {
  if (!/^[a-z0-9][a-z0-9._-]{0,59}$/.test(value.account)) refuse(`"${value.account}" is no account; use up to 60 small letters, digits, dots, hyphens and underscores.`);
  if (value.name === '' || value.nameEn === '') refuse('A person has a name and a name in Latin letters: --name and --name-en.');
  if (!(await store.accounts.hospital(value.hospitalId))) refuse(`There is no hospital ${value.hospitalId}; add it first with: hospital add.`);
  if (await store.accounts.password(value.account)) refuse(`There is an account ${value.account} already.`);
  const wrong = value.roles.filter((role) => role === 'platform' || !roles.some((known) => known === role));
  if (value.roles.length === 0 || wrong.length > 0) refuse(`--roles takes one or more of ${roles.filter((role) => role !== 'platform').join(', ')}, with commas.`);
  if (value.discipline !== null && !disciplines.some((known) => known === value.discipline)) refuse(`--discipline takes one of ${disciplines.join(', ')}.`);
  const known = value.roles as readonly Role[];
  if (known.includes('administrator') && isClinical({ roles: [...known] })) refuse('An administrator sees no patients: give a person who treats patients an account of their own.');
  const person: Person = { id: value.account, account: value.account, name: value.name, nameEn: value.nameEn, title: value.title, hospitalId: value.hospitalId, roles: [...known], discipline: value.discipline as Discipline | null, publicKey: null };
  const password = newPassword();
  const hash = await hashPassword(password);
  await store.transact(async (tx) => {
    await tx.accounts.addAccount(person, hash, false);
    await tx.audit.append(entry('accountAdded', person, nowMs));
  });
  return password;
}

/** Closes an account: its tokens and tickets end in the same moment, its sockets within a second (rooms/endSockets). The last open administrator stays. */
export const disableAccount = (store: PlatformStore, account: string, nowMs: number): Promise<void> =>
  change(store, account, async (tx, person) => {
    if (person.roles.includes('administrator') && !(await hasOtherAdministrator(tx, person))) refuse(`${account} is the last administrator; add another first.`);
    await tx.accounts.setDisabled(person.id, nowMs);
    await tx.refreshTokens.endPerson(person.id, 'account-disabled', nowMs);
    await tx.audit.append(entry('accountDisabled', person, nowMs));
  });

export const enableAccount = (store: PlatformStore, account: string, nowMs: number): Promise<void> =>
  change(store, account, async (tx, person) => {
    await tx.accounts.setDisabled(person.id, null);
    await tx.audit.append(entry('accountEnabled', person, nowMs));
  });

/** A new password, told once; everything signed in with the old one ends. */
export async function resetPassword(store: PlatformStore, account: string, nowMs: number): Promise<string> {
  const password = newPassword();
  const hash = await hashPassword(password);
  await change(store, account, async (tx, person) => {
    await tx.accounts.setPassword(person.id, hash);
    await tx.refreshTokens.endPerson(person.id, 'password-reset', nowMs);
    await tx.sessions.clearFailures(account);
    await tx.audit.append(entry('passwordReset', person, nowMs));
  });
  return password;
}

/** For who lost the authenticator and the recovery codes; the next sign-in needs the password alone. */
export const resetSecondFactor = (store: PlatformStore, account: string, nowMs: number): Promise<void> =>
  change(store, account, async (tx, person) => {
    await tx.secondFactors.remove(person.id);
    await tx.refreshTokens.endPerson(person.id, 'second-factor-reset', nowMs);
    await tx.audit.append(entry('secondFactorReset', person, nowMs));
  });

/** Accounts without names: what is printed may be kept in a log. */
export async function listAccounts(store: PlatformStore): Promise<object[]> {
  const { people } = await store.accounts.directory();
  return Promise.all(people.map(async ({ id, account, hospitalId, roles: own, publicKey }) => ({
    account, hospitalId, roles: own, isDisabled: (await store.accounts.disabledAt(id)) !== null,
    hasSecondFactor: (await store.secondFactors.find(id))?.isConfirmed === true, hasSigningKey: publicKey !== null,
  })));
}

async function hasOtherAdministrator(tx: StoreTransaction, than: Person): Promise<boolean> {
  for (const person of (await tx.accounts.directory()).people) {
    if (person.id !== than.id && person.roles.includes('administrator') && (await tx.accounts.disabledAt(person.id)) === null) return true;
  }
  return false;
}

async function change(store: PlatformStore, account: string, work: (tx: StoreTransaction, person: Person) => Promise<void>): Promise<void> {
  await store.transact(async (tx) => {
    const stored = await tx.accounts.password(account);
    const person = stored && (await tx.accounts.person(stored.personId));
    if (!person) return refuse(`There is no account ${account}; see: account list.`);
    await holdSessions(tx, person.id);
    return work(tx, person);
  });
}
