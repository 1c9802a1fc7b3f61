import type { SiteProtocol } from './types.ts';

/**
 * Organs expected to be contoured by anatomical site: short core lists, so that a usual plan of any hospital has them all;
 * a hospital replaces them by its own. TG-263 names; `A|B` any of these, a plural (Lungs) is also there when both sides are.
 *
 * The organs are those for which QUANTEC (Marks et al. 2010) gives a limit in the region. The oesophagus is in `lung` and
 * not in `thorax`, since it is often the target's own organ there and left out.
 */
export const defaultProtocols: readonly SiteProtocol[] = [
  { key: 'brain', organs: ['Brainstem', 'OpticChiasm', 'OpticNrv_L', 'OpticNrv_R', 'Lens_L', 'Lens_R'] },
  { key: 'head-neck', organs: ['SpinalCord', 'Brainstem', 'Parotids'] },
  { key: 'thorax', organs: ['Lungs', 'Heart', 'SpinalCord'] },
  { key: 'lung', organs: ['Lungs', 'Heart', 'SpinalCord', 'Esophagus'] },
  { key: 'breast', organs: ['Heart', 'Lung_L|Lung_R|Lungs'] },
  { key: 'abdomen', organs: ['SpinalCord', 'Liver', 'Kidneys'] },
  { key: 'prostate', organs: ['Rectum', 'Bladder', 'Femur_Heads'] },
  { key: 'gynae', organs: ['Rectum', 'Bladder', 'Femur_Heads', 'Bag_Bowel|Bowel|Bowel_Small'] },
  { key: 'rectum', organs: ['Bladder', 'Femur_Heads', 'Bag_Bowel|Bowel|Bowel_Small'] },
];
