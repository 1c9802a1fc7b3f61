import { z } from 'zod';

/** Roles of `mdt-workflow` section 1; `platform` is the system itself (measured attendance). */
export const roles = ['coordinator', 'chair', 'expert', 'radiologist', 'pathologist', 'radiationOncologist', 'physicist', 'partnerDoctor', 'administrator', 'platform'] as const;
export type Role = (typeof roles)[number];

export const disciplines = ['radiationOncology', 'medicalOncology', 'surgery', 'imaging', 'pathology', 'physics'] as const;
export type Discipline = (typeof disciplines)[number];

export const hospitalSchema = z.object({
  id: z.string().min(1),
  name: z.string().min(1),
  nameEn: z.string().min(1),
  prefecture: z.string(),
  kind: z.enum(['lead', 'partner']),
});
export type Hospital = z.infer<typeof hospitalSchema>;

export const personSchema = z.object({
  id: z.string().min(1),
  account: z.string().min(1),
  name: z.string().min(1),
  nameEn: z.string().min(1),
  title: z.string(),
  hospitalId: z.string().min(1),
  roles: z.array(z.enum(roles)),
  discipline: z.enum(disciplines).nullable(),
  /** SM2 public key, uncompressed point, hex; null until the first sign-in made one. */
  publicKey: z.string().nullable(),
});
export type Person = z.infer<typeof personSchema>;

export const directorySchema = z.object({ hospitals: z.array(hospitalSchema), people: z.array(personSchema) });
export type Directory = z.infer<typeof directorySchema>;

/** The person as stamped on a command: a record stays readable when the directory changes. */
export const actorSchema = personSchema.pick({ name: true, title: true, hospitalId: true, roles: true, discipline: true }).extend({ personId: z.string().min(1) });
export type Actor = z.infer<typeof actorSchema>;

export const actorOf = (person: Person): Actor => ({
  personId: person.id,
  name: person.name,
  title: person.title,
  hospitalId: person.hospitalId,
  roles: person.roles,
  discipline: person.discipline,
});
