import type { Check } from '../types.ts';
import { couchStructure } from './couchStructure.ts';
import { densityOverride } from './densityOverride.ts';
import { expectedOrgans } from './expectedOrgans.ts';
import { externalContour } from './externalContour.ts';
import { gaps } from './gaps.ts';
import { nestedTargets } from './nestedTargets.ts';
import { pairedOrgans } from './pairedOrgans.ts';
import { strayPieces } from './strayPieces.ts';
import { structureNames } from './structureNames.ts';
import { tinyStructures } from './tinyStructures.ts';

/** Checks 41 to 50. */
export const structureChecks: readonly Check[] = [externalContour, nestedTargets, strayPieces, gaps, tinyStructures, expectedOrgans, pairedOrgans, densityOverride, couchStructure, structureNames];
