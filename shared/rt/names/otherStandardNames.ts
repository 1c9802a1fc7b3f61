import { nameKey } from './nameKey.ts';

/** TG-263 names that no limit or protocol here asks for: known, so that they are not listed as unmapped. */
const names = [
  'A_Aorta_Asc', 'A_Brachiocephls', 'A_Celiac', 'A_Coronary', 'A_Femoral', 'A_Iliac', 'A_Mesenteric', 'A_Subclavian', 'A_Vertebral', 'Acetabulum', 'Acetabulums', 'AirWay', 'Appendix',
  'Arytenoid', 'Atrium', 'Bag_Ostomy', 'Bone', 'Bone_Ethmoid', 'Bone_Frontal', 'Bone_Hyoid', 'Bone_Ilium', 'Bone_Ischium', 'Bone_Mastoid', 'Bone_Nasal', 'Bone_Occipital', 'Bone_Palatine',
  'Bone_Parietal', 'Bone_Sphenoid', 'Bone_Temporal', 'Bone_Zygomatic', 'BoneMarrow_Act', 'Boost', 'Brainstem_Core', 'Brainstem_Surf', 'Bronchus_Main', 'Cavernosum', 'Cecum', 'CN_III', 'CN_V',
  'CN_VI', 'CN_VII', 'CN_VIII', 'CN_IX', 'CN_XI', 'CN_XII', 'Colon_Ascending', 'Colon_Decending', 'Colon_Transverse', 'CribriformPlate', 'Cricoid', 'Dens', 'Diaphragm', 'Edema', 'Elbow',
  'Esophagus_S', 'Esophagus_M', 'Esophagus_I', 'Femur_Base', 'Femur_Joint', 'Femur_Shaft', 'Fibula', 'Foley', 'Fossa_Jugular', 'Fossa_Posterior', 'Glnd_Parathyroid', 'Hardpalate', 'Hemisphere',
  'Hemispheres', 'Joint_Elbow', 'Joint_Glenohum', 'Kidney_Pelvis', 'Knee', 'Laryngl_Pharynx', 'Leads', 'Liver-CTV', 'LN', 'Lobe_Occipital', 'Lobe_Parietal', 'Lung_LLL', 'Lung_LUL', 'Lung_RLL', 'Lung_RML',
  'Lung_RUL', 'Malleus', 'Musc', 'Musc_Digastric', 'Musc_Platysma', 'Musc_Pterygoid', 'Musc_Sclmast', 'Musc_Temporal', 'Nasalconcha', 'Nose', 'Nrv_Peripheral', 'Nrv_Root', 'PancJejuno', 'Pancreas_Head',
  'Pancreas_Tail', 'Pelvis', 'Perineum', 'Peritoneum', 'ProstateBed', 'Pterygoid_Lat', 'Pterygoid_Med', 'Radius', 'Rectal', 'Scar_Boost', 'Sinus_Ethmoid', 'Sinus_Frontal', 'Sinus_Maxilry', 'Sinus_Sphenoid',
  'Skin_Perineum', 'Skin_Peritoneum', 'Spc_Retrophar', 'Spc_Retrophars', 'Spc_Retrosty', 'Spc_Supraclav', 'SpinalCord_Cerv', 'SpinalCord_Lum', 'SpinalCord_Sac', 'SpinalCord_Thor', 'Spleen_Hilum', 'Spongiosum',
  'Stapes', 'Sys_Ventricular', 'Thoracic_Duct', 'Tongue_All', 'Tongue_Oral', 'Tonsil', 'UreterDivert', 'Urethra_Prostatc', 'V_Azygos', 'V_Brachioceph', 'V_Iliac', 'V_Jugular', 'V_Portal', 'V_Pulmonary',
  'V_Subclavian', 'Vagina_Surf', 'VaginalCuff', 'Valve_Aortic', 'Valve_Mitral', 'Valve_Pulmonic', 'Valve_Tricuspid', 'Ventricle', 'VocalCord', 'VocalCords', 'Vomer',
];

const known: ReadonlyMap<string, string> = new Map(names.flatMap((name) => [name, `${name}_L`, `${name}_R`].map((each) => [nameKey(each), each] as const)));

/** Lymph node levels, vertebrae and ribs are numbered. */
const numbered = /^(?:LN_(?:Ax|Neck|Iliac|Pelvic|IMN|Sclav|Mediastin|Inguin|Parasternal|Paraaortic|Obturator|Presacral)\w*|VB_[CTLS]\d{0,2}|Rib\d{2}_?[LR]?)$/iu;

/** TG-263 spelling of one of these names, however case and separators are written; null where it is none. */
export const otherStandardName = (name: string): string | null => known.get(nameKey(name)) ?? (numbered.test(name.trim()) ? name.trim() : null);
