import type { Directory, Hospital, Person } from '../../shared/mdt/directory.ts';
import type { SigningKey } from '../../shared/platform/contract.ts';
import type { PasswordHash } from '../accounts/password.ts';
import type { Db } from './openDatabase.ts';

interface PersonRow {
  person_id: string; account: string; name: string; name_en: string; title: string; hospital_id: string; roles_json: string; discipline: string | null; public_key: string | null;
}

interface PasswordRow {
  person_id: string; password_salt: Buffer; password_hash: Buffer; password_cost: number;
}

const toPerson = (row: PersonRow): Person => ({
  id: row.person_id, account: row.account, name: row.name, nameEn: row.name_en, title: row.title, hospitalId: row.hospital_id,
  roles: JSON.parse(row.roles_json) as Person['roles'], discipline: row.discipline as Person['discipline'], publicKey: row.public_key,
});

const personColumns = 'a.person_id, a.account, a.name, a.name_en, a.title, a.hospital_id, a.roles_json, a.discipline, k.public_key';
const fromAccounts = `SELECT ${personColumns} FROM account a LEFT JOIN signing_key k USING (person_id)`;

export type AccountQueries = ReturnType<typeof accountQueries>;

/** People, hospitals, their passwords and signing keys. */
export function accountQueries(db: Db) {
  const hospitals = db.prepare<[], Hospital>('SELECT id, name, name_en AS nameEn, prefecture, kind FROM hospital ORDER BY kind, id');
  const hospital = db.prepare<[string], Hospital>('SELECT id, name, name_en AS nameEn, prefecture, kind FROM hospital WHERE id = ?');
  const people = db.prepare<[], PersonRow>(`${fromAccounts} ORDER BY a.hospital_id, a.account`);
  const samples = db.prepare<[], PersonRow>(`${fromAccounts} WHERE a.is_sample = 1 ORDER BY a.hospital_id, a.account`);
  const person = db.prepare<[string], PersonRow>(`${fromAccounts} WHERE a.person_id = ?`);
  const password = db.prepare<[string], PasswordRow>('SELECT person_id, password_salt, password_hash, password_cost FROM account WHERE account = ?');
  const key = db.prepare<[string], SigningKey>('SELECT public_key AS publicKey, salt, nonce, sealed FROM signing_key WHERE person_id = ?');
  const addHospital = db.prepare<Hospital>('INSERT INTO hospital (id, name, name_en, prefecture, kind) VALUES (@id, @name, @nameEn, @prefecture, @kind)');
  const addKey = db.prepare<SigningKey & { personId: string }>(
    'INSERT OR IGNORE INTO signing_key (person_id, public_key, salt, nonce, sealed) VALUES (@personId, @publicKey, @salt, @nonce, @sealed)',
  );
  const addAccount = db.prepare(
    `INSERT INTO account (person_id, account, name, name_en, title, hospital_id, roles_json, discipline, password_salt, password_hash, password_cost, is_sample)
     VALUES (@id, @account, @name, @nameEn, @title, @hospitalId, @rolesJson, @discipline, @salt, @hash, @cost, @isSample)`,
  );
  return {
    directory: (): Directory => ({ hospitals: hospitals.all(), people: people.all().map(toPerson) }),
    hospital: (id: string): Hospital | undefined => hospital.get(id),
    samplePeople: (): Person[] => samples.all().map(toPerson),
    person(id: string): Person | undefined {
      const row = person.get(id);
      return row && toPerson(row);
    },
    /** The stored hash of an account's password and whose it is. */
    password(account: string): { personId: string; hash: PasswordHash } | undefined {
      const row = password.get(account);
      return row && { personId: row.person_id, hash: { salt: row.password_salt, hash: row.password_hash, cost: row.password_cost } };
    },
    signingKey: (personId: string): SigningKey | null => key.get(personId) ?? null,
    /** False when the person has a key already; it is never replaced here. */
    addSigningKey: (personId: string, signingKey: SigningKey): boolean => addKey.run({ personId, ...signingKey }).changes === 1,
    addHospital: (value: Hospital): void => void addHospital.run(value),
    addAccount(value: Person, hash: PasswordHash, isSample: boolean): void {
      addAccount.run({
        id: value.id, account: value.account, name: value.name, nameEn: value.nameEn, title: value.title, hospitalId: value.hospitalId,
        rolesJson: JSON.stringify(value.roles), discipline: value.discipline, ...hash, isSample: isSample ? 1 : 0,
      });
    },
  };
}
