import type { Actor, Discipline, Hospital, Role } from '../mdt/directory.ts';
import { idOf, numbersOf, ownRoot, referenceTo } from './identity.ts';
import { codingOf, conceptOf, type JsonObject, type Resource } from './resource.ts';
import { disciplineText, roleText } from './words.ts';

/** A person as a record names them; a statement may know less of its speaker than the directory does. */
export interface Named {
  readonly personId: string;
  readonly name: string;
  readonly title?: string;
  readonly hospitalId: string;
  readonly roles?: readonly Role[];
  readonly discipline?: Discipline | null;
  readonly licence?: string;
}

/** The people and hospitals a document names: each once, under an id that is theirs in every document. */
export class Cast {
  readonly #hospitals: ReadonlyMap<string, Hospital>;
  readonly #organizations = new Map<string, Resource>();
  readonly #people = new Map<string, Named>();

  constructor(hospitals: readonly Hospital[]) {
    this.#hospitals = new Map(hospitals.map((hospital) => [hospital.id, hospital]));
  }

  /** A reference to the hospital, which enters the document by it. */
  organization(hospitalId: string): JsonObject {
    const id = idOf('Organization', hospitalId);
    const hospital = this.#hospitals.get(hospitalId);
    const name = hospital?.name ?? hospitalId;
    this.#organizations.set(hospitalId, {
      resourceType: 'Organization', id, identifier: [{ system: numbersOf('network', 'organization'), value: hospitalId }], active: true,
      type: [conceptOf('医疗机构', codingOf('http://terminology.hl7.org/CodeSystem/organization-type', 'prov', 'Healthcare Provider'))],
      name, alias: hospital && hospital.nameEn !== name ? [hospital.nameEn] : [], address: hospital ? [{ city: hospital.prefecture, country: 'CN' }] : [],
    });
    return referenceTo(id, name);
  }

  /** A reference to the person in their hospital; what is known of them from several places is put together. */
  person(named: Named): JsonObject {
    const key = `${named.hospitalId}/${named.personId}`;
    const known = this.#people.get(key);
    this.#people.set(key, {
      ...named, ...known,
      title: filled(known?.title, named.title), licence: filled(known?.licence, named.licence),
      roles: [...new Set([...(known?.roles ?? []), ...(named.roles ?? [])])], discipline: known?.discipline ?? named.discipline ?? null,
    });
    return referenceTo(idOf('PractitionerRole', named.hospitalId, named.personId), named.name);
  }

  actor({ personId, name, title, hospitalId, roles, discipline }: Actor): JsonObject {
    return this.person({ personId, name, title, hospitalId, roles, discipline });
  }

  /** Practitioners and their roles, then the organizations, in the order of their ids. */
  resources(): Resource[] {
    const people = [...this.#people].sort(byKey).flatMap(([, named]) => this.#resourcesOf(named));
    return [...people, ...[...this.#organizations].sort(byKey).map(([, organization]) => organization)];
  }

  #resourcesOf({ personId, name, title, hospitalId, roles = [], discipline, licence }: Named): Resource[] {
    const practitionerId = idOf('Practitioner', hospitalId, personId);
    return [
      {
        resourceType: 'Practitioner', id: practitionerId, identifier: [{ system: numbersOf(hospitalId, 'organization'), value: personId }], active: true, name: [{ use: 'official', text: name }],
        qualification: [
          ...(title ? [{ code: { text: title } }] : []),
          ...(licence ? [{ identifier: [{ system: `${ownRoot}/identifier/physician-licence`, value: licence }], code: { text: '医师执业证书' } }] : []),
        ],
      },
      {
        resourceType: 'PractitionerRole', id: idOf('PractitionerRole', hospitalId, personId), active: true, practitioner: referenceTo(practitionerId, name), organization: this.organization(hospitalId),
        code: roles.map((role) => conceptOf(roleText[role], codingOf(`${ownRoot}/CodeSystem/role`, role, roleText[role]))),
        specialty: discipline ? [conceptOf(disciplineText[discipline], codingOf(`${ownRoot}/CodeSystem/discipline`, discipline, disciplineText[discipline]))] : [],
      },
    ];
  }
}

const filled = (known: string | undefined, next: string | undefined): string => (known === undefined || known === '' ? (next ?? '') : known);

const byKey = ([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number => (a < b ? -1 : 1);
