import { makeKeyPair } from '../shared/mdt/signature.ts';
import type { Hospital, Person } from '../shared/mdt/directory.ts';
import type { SampleAccounts } from '../shared/platform/contract.ts';
import { hashPassword, publicPasswordStrength } from './accounts/password.ts';
import { sealSigningKey } from './accounts/sealSigningKey.ts';
import type { PlatformStore } from './store/openStore.ts';

/** Fictional people at hospitals of the public list; the password and PIN of all of them. */
export const samplePassword = 'Sample-2026';
export const samplePin = '202611';

const hospitals: readonly Hospital[] = [
  { id: 'gd-cancer', name: '中山大学附属肿瘤医院', nameEn: 'Sun Yat-sen University Cancer Center', prefecture: '广州', kind: 'lead' },
  { id: 'zhuhai', name: '珠海市人民医院', nameEn: "Zhuhai People's Hospital", prefecture: '珠海', kind: 'partner' },
  { id: 'shaoguan', name: '粤北人民医院', nameEn: "Yuebei People's Hospital", prefecture: '韶关', kind: 'partner' },
];

const people: readonly Omit<Person, 'account' | 'publicKey'>[] = [
  { id: 'chen.chair', name: '陈立群', nameEn: 'Chen Liqun', title: '主任医师', hospitalId: 'gd-cancer', roles: ['chair', 'radiationOncologist'], discipline: 'radiationOncology' },
  { id: 'lin.expert', name: '林若溪', nameEn: 'Lin Ruoxi', title: '主任医师', hospitalId: 'gd-cancer', roles: ['expert'], discipline: 'medicalOncology' },
  { id: 'wu.physics', name: '吴明哲', nameEn: 'Wu Mingzhe', title: '高级物理师', hospitalId: 'gd-cancer', roles: ['physicist'], discipline: 'physics' },
  { id: 'zhou.coord', name: '周雅文', nameEn: 'Zhou Yawen', title: '专管员', hospitalId: 'gd-cancer', roles: ['coordinator'], discipline: null },
  { id: 'liang.imaging', name: '梁晓东', nameEn: 'Liang Xiaodong', title: '副主任医师', hospitalId: 'zhuhai', roles: ['radiologist', 'partnerDoctor'], discipline: 'imaging' },
  { id: 'he.doctor', name: '何静', nameEn: 'He Jing', title: '主治医师', hospitalId: 'zhuhai', roles: ['partnerDoctor', 'radiationOncologist'], discipline: 'radiationOncology' },
  { id: 'admin', name: '系统管理员', nameEn: 'Administrator', title: '', hospitalId: 'gd-cancer', roles: ['administrator'], discipline: null },
];

/** Fills an empty store with the sample network; leaves any other store as it is. */
export async function seedSampleNetwork(store: PlatformStore): Promise<void> {
  if ((await store.accounts.directory()).hospitals.length > 0) return;
  // Public passwords need no slow hash; a low cost keeps the first start short.
  const ready = await Promise.all(people.map(async (person) => ({ person: { ...person, account: person.id, publicKey: null }, hash: await hashPassword(samplePassword, publicPasswordStrength) })));
  await store.transact(async (tx) => {
    await tx.lock(['seed']);
    if ((await tx.accounts.directory()).hospitals.length > 0) return;
    for (const hospital of hospitals) await tx.accounts.addHospital(hospital);
    for (const { person, hash } of ready) {
      await tx.accounts.addAccount(person, hash, true);
      if (person.discipline !== null) await tx.accounts.addSigningKey(person.id, sealSigningKey(makeKeyPair(), samplePin));
    }
    await tx.audit.append({ atMs: Date.now(), action: 'seed', personId: 'platform', hospitalId: '', deviceId: 'platform', subject: 'sample network', detail: { people: people.length } });
  });
}

/** The sample people with their shared password and PIN, for the sign-in page. */
export async function sampleAccounts(store: PlatformStore): Promise<SampleAccounts> {
  const names = new Map((await store.accounts.directory()).hospitals.map((hospital) => [hospital.id, hospital.name]));
  return {
    accounts: (await store.accounts.samplePeople()).map(({ account, name, nameEn, title, hospitalId }) => ({
      account, name, nameEn, title, hospitalId, hospitalName: names.get(hospitalId) ?? hospitalId, password: samplePassword, signingPin: samplePin,
    })),
  };
}
