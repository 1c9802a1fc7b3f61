import type { Directory, Hospital, Person } from '../../shared/mdt/directory.ts';
import type { SigningKey } from '../../shared/platform/contract.ts';
import type { PasswordHash } from '../accounts/password.ts';
import type { Db } from './tables.ts';

interface PersonRow {
  person_id: string; account: string; name: string; name_en: string; title: string; hospital_id: string; roles_json: string; discipline: string | null; public_key: string | null;
}

const toPerson = (row: PersonRow): Person => ({
  id: row.person_id, account: row.account, name: row.name, nameEn: row.name_en, title: row.title, hospitalId: row.hospital_id,
  roles: JSON.parse(row.roles_json) as Person['roles'], discipline: row.discipline as Person['discipline'], publicKey: row.public_key,
});

const passwordColumns = ({ scheme, salt, hash, cost, memoryKib, lanes }: PasswordHash) =>
  ({ password_scheme: scheme, password_salt: salt, password_hash: hash, password_cost: cost, password_memory_kib: memoryKib, password_lanes: lanes });

export type AccountQueries = ReturnType<typeof accountQueries>;

/** People, hospitals, their passwords and signing keys. */
export function accountQueries(db: Db) {
  const hospitals = () => db.selectFrom('hospital').select(['id', 'name', 'name_en as nameEn', 'prefecture', 'kind']);
  const people = () =>
    db.selectFrom('account as a').leftJoin('signing_key as k', 'k.person_id', 'a.person_id')
      .select(['a.person_id', 'a.account', 'a.name', 'a.name_en', 'a.title', 'a.hospital_id', 'a.roles_json', 'a.discipline', 'k.public_key'])
      .orderBy('a.hospital_id').orderBy('a.account');
  return {
    async directory(): Promise<Directory> {
      return { hospitals: await hospitals().orderBy('kind').orderBy('id').execute(), people: (await people().execute()).map(toPerson) };
    },
    hospital: (id: string): Promise<Hospital | undefined> => hospitals().where('id', '=', id).executeTakeFirst(),
    async samplePeople(): Promise<Person[]> {
      return (await people().where('a.is_sample', '=', 1).execute()).map(toPerson);
    },
    async person(id: string): Promise<Person | undefined> {
      const row = await people().where('a.person_id', '=', id).executeTakeFirst();
      return row && toPerson(row);
    },
    /** The stored hash of an account's password and whose it is; `endedAtMs` when all its sessions were last ended. */
    async password(account: string): Promise<{ personId: string; isSample: boolean; isDisabled: boolean; endedAtMs: number | null; hash: PasswordHash } | undefined> {
      const row = await db.selectFrom('account').selectAll().where('account', '=', account).executeTakeFirst();
      return row && {
        personId: row.person_id, isSample: row.is_sample === 1, isDisabled: row.disabled_at_ms !== null, endedAtMs: row.ended_at_ms,
        hash: { scheme: row.password_scheme, salt: row.password_salt, hash: row.password_hash, cost: row.password_cost, memoryKib: row.password_memory_kib, lanes: row.password_lanes },
      };
    },
    async setPassword(personId: string, hash: PasswordHash): Promise<void> {
      await db.updateTable('account').set(passwordColumns(hash)).where('person_id', '=', personId).execute();
    },
    /** When the account was closed; null while it is open. */
    async disabledAt(personId: string): Promise<number | null> {
      return (await db.selectFrom('account').select('disabled_at_ms').where('person_id', '=', personId).executeTakeFirst())?.disabled_at_ms ?? null;
    },
    async setDisabled(personId: string, atMs: number | null): Promise<void> {
      await db.updateTable('account').set({ disabled_at_ms: atMs }).where('person_id', '=', personId).execute();
    },
    async signingKey(personId: string): Promise<SigningKey | null> {
      return (await db.selectFrom('signing_key').select(['public_key as publicKey', 'salt', 'nonce', 'sealed']).where('person_id', '=', personId).executeTakeFirst()) ?? null;
    },
    /** False when the person has a key already; it is never replaced here. */
    async addSigningKey(personId: string, { publicKey, salt, nonce, sealed }: SigningKey): Promise<boolean> {
      const added = await db.insertInto('signing_key').values({ person_id: personId, public_key: publicKey, salt, nonce, sealed }).onConflict((conflict) => conflict.doNothing()).executeTakeFirst();
      return added.numInsertedOrUpdatedRows === 1n;
    },
    async addHospital({ nameEn, ...value }: Hospital): Promise<void> {
      await db.insertInto('hospital').values({ ...value, name_en: nameEn }).execute();
    },
    async addAccount(value: Person, hash: PasswordHash, isSample: boolean): Promise<void> {
      await db.insertInto('account').values({
        person_id: value.id, account: value.account, name: value.name, name_en: value.nameEn, title: value.title, hospital_id: value.hospitalId,
        roles_json: JSON.stringify(value.roles), discipline: value.discipline, ...passwordColumns(hash), is_sample: isSample ? 1 : 0,
      }).execute();
    },
  };
}
