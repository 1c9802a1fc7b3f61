import { v7 } from 'uuid';
import { hashPassword, publicPasswordStrength } from '../../../platform/accounts/password.ts';
import { createOrderer } from '../../../platform/commands/orderer.ts';
import { openStore, type StoreOptions } from '../../../platform/store/openStore.ts';
import type { AnyCommand, CommandType } from '../../../shared/mdt/command.ts';
import { actorOf, type Person } from '../../../shared/mdt/directory.ts';

/** A province as large as the simulation: groups of one lead hospital and its partners, two consoles at each. */
export const province = { groups: 20, partnersPerGroup: 4, consolesPerHospital: 2, casesPerPartner: 5 } as const;

/** One console to be simulated. */
export interface ConsolePlan {
  readonly person: Person;
  readonly deviceId: string;
  /** Cases its person may state opinions on. */
  readonly caseIds: readonly string[];
}

/** Of every account of the simulation. */
export const benchPassword = 'Bench-2026-Simulated';

/** Fills an empty store with hospitals, accounts and accepted cases. */
export async function populate(options: StoreOptions): Promise<readonly ConsolePlan[]> {
  const store = await openStore(options);
  try {
    const hash = await hashPassword(benchPassword, publicPasswordStrength);
    const orderer = createOrderer(store);
    const plans: ConsolePlan[] = [];
    for (let group = 0; group < province.groups; group += 1) {
      const lead = `lead-${group}`;
      const partners = Array.from({ length: province.partnersPerGroup }, (_, n) => `partner-${group}-${n}`);
      const people = new Map([lead, ...partners].map((hospitalId) => [hospitalId, Array.from({ length: province.consolesPerHospital }, (_, n) => personAt(hospitalId, hospitalId === lead, n))]));
      await store.transact(async (tx) => {
        for (const [id, staff] of people) {
          await tx.accounts.addHospital({ id, name: id, nameEn: id, prefecture: '', kind: id === lead ? 'lead' : 'partner' });
          for (const person of staff) await tx.accounts.addAccount(person, hash, true);
        }
      });
      const coordinator = people.get(lead)?.[0];
      if (!coordinator) throw new Error('A group has a lead hospital with a coordinator.');
      const cases: [string, string[]][] = [];
      for (const partner of partners) {
        const doctor = people.get(partner)?.[0];
        if (!doctor) throw new Error('A partner hospital has a doctor.');
        const ids: string[] = [];
        for (let n = 0; n < province.casesPerPartner; n += 1) {
          const id = v7();
          await orderer.push(acceptedCase(id, doctor, coordinator), 'platform');
          ids.push(id);
        }
        cases.push([partner, ids]);
      }
      for (const [hospitalId, staff] of people) {
        const caseIds = cases.filter(([partner]) => hospitalId === lead || partner === hospitalId).flatMap(([, ids]) => ids);
        for (const person of staff) plans.push({ person, deviceId: `console of ${person.id}`, caseIds });
      }
    }
    return plans;
  } finally {
    await store.close();
  }
}

const personAt = (hospitalId: string, isLead: boolean, n: number): Person => ({
  id: `${hospitalId}.${n}`, account: `${hospitalId}.${n}`, name: `医师 ${hospitalId} ${n}`, nameEn: `Doctor ${hospitalId} ${n}`, title: '主任医师', hospitalId,
  roles: isLead ? ['coordinator', 'chair', 'expert'] : ['partnerDoctor', 'radiationOncologist'], discipline: 'radiationOncology', publicKey: null,
});

export const commandBy = (person: Person, deviceId: string, caseId: string, type: CommandType, payload: unknown, baseVersion: number): AnyCommand => ({
  id: v7(), stream: { kind: 'case', id: caseId }, type, actor: actorOf(person), deviceId, baseVersion, atMs: Date.now(), payload,
});

/** A paragraph as somebody writes it, of about so many characters. */
export const paragraph = (characters: number, n: number): string => `${n} ${'吞咽困难三个月，进食哽咽，体重下降。'.repeat(Math.ceil(characters / 17))}`.slice(0, characters);

/** An instance of a CT series as a manifest names it. */
export const sliceOf = (series: number, n: number) => ({
  sopInstanceUID: `1.2.840.113619.2.55.3.604688119.971.1258713600.${series}.${n}`, sopClassUID: '1.2.840.10008.5.1.4.1.1.2', seriesInstanceUID: `1.2.840.113619.2.55.3.604688119.971.1258713600.${series}`, modality: 'CT',
  sha256: (series * 1000 + n).toString(16).padStart(64, '0'), byteLength: 524_288,
});

/** A request as it is sent: complete, with a series of 120 slices. */
export function acceptedCase(id: string, doctor: Person, coordinator: Person): AnyCommand[] {
  const by = (person: Person, type: CommandType, payload: unknown, baseVersion: number): AnyCommand => commandBy(person, 'bench', id, type, payload, baseVersion);
  const text = paragraph(20, 1);
  return [
    by(doctor, 'case.create', {
      caseNo: `BENCH-${id.slice(-6)}`, leadHospitalId: coordinator.hospitalId,
      fields: {
        patientName: text, patientSex: 'M', patientBirthDate: '1960-01-01', hospitalNumber: id.slice(-8), department: text, doctorName: text, doctorTitle: text, contact: text, consentVersion: '1', consentDate: '2026-11-22',
        consentSigner: text, reason: text, purpose: text, question: text, wantedDisciplines: ['radiationOncology'], history: paragraph(400, 1), ecog: 1, diagnosis: paragraph(60, 1),
      },
    }, 0),
    by(doctor, 'case.attachImaging', { instances: Array.from({ length: 120 }, (_, n) => sliceOf(1, n)) }, 1),
    by(doctor, 'case.submit', {}, 2),
    by(coordinator, 'case.accept', { route: 'mdt' }, 3),
  ];
}
