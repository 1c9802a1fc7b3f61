import { defaultProtocols } from './defaultProtocols.ts';
import { defaultTolerances } from './defaultTolerances.ts';
import type { SiteSettings } from './types.ts';

/**
 * Settings of a site that has stated none: the tolerances of the check list, core organ lists, no machines and no names of
 * its own. Nothing here replaces the local physicist's decision.
 */
export const defaultSite: SiteSettings = {
  name: 'default',
  version: '1.0',
  machines: [],
  tolerances: defaultTolerances,
  protocols: defaultProtocols,
  requiresToleranceTable: false,
  couchStructure: 'either',
  structureNames: {},
};
