import type { TreatmentRequest } from '../checks/types.ts';
import { defaultSite } from '../site/defaultSite.ts';
import type { SiteSettings } from '../site/types.ts';

/** What the consultation asked for in the complete review case. */
export const reviewRequest: TreatmentRequest = { totalDoseGy: 41.4, fractions: 23, laterality: 'none', technique: 'conventional', site: 'thorax', hasImaging: true };

/** A site that has listed the machine of the phantom plans and asks for tolerance table and couch. */
export const reviewSite: SiteSettings = {
  ...defaultSite,
  name: 'test',
  requiresToleranceTable: true,
  couchStructure: 'required',
  machines: [
    {
      name: 'SAMPLE_LINAC', sourceAxisDistanceMm: 1000,
      energies: [{ radiationType: 'PHOTON', energy: 6, isFlatteningFilterFree: false, maximumDoseRateMUPerMin: 600 }],
      travelMm: { ASYMX: [-200, 200], ASYMY: [-200, 200], MLCX: [-200, 200] },
    },
  ],
};
