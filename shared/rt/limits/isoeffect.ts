import { biologicalGy, biologicalMeanGy } from '../dvh/biologicalDose.ts';
import type { BiologicalModel, Dvh } from '../types.ts';

/** A physical dose given in a number of fractions and its equivalent in 2 Gy fractions, by the linear-quadratic model. */
export interface Isoeffect {
  readonly fractions: number;
  readonly alphaBetaGy: number;
}

const modelOf = (isoeffect: Isoeffect): BiologicalModel => ({ quantity: 'EQD2', ...isoeffect });

/** EQD2 = D (d + α/β) / (2 + α/β), d = D / n (rt-reference section 8). */
export const toEqd2 = (doseGy: number, isoeffect: Isoeffect): number => biologicalGy(doseGy, modelOf(isoeffect));

/** The physical dose with that EQD2: the positive root of D²/n + (α/β) D = EQD2 (2 + α/β). */
export const fromEqd2 = (eqd2Gy: number, { fractions, alphaBetaGy }: Isoeffect): number =>
  (fractions / 2) * (Math.sqrt(alphaBetaGy ** 2 + (4 * eqd2Gy * (2 + alphaBetaGy)) / fractions) - alphaBetaGy);

/** Mean of the EQD2 of every bit of a structure: not the EQD2 of the mean. Null without covered volume. */
export const meanEqd2Gy = ({ curve, meanGy }: Pick<Dvh, 'curve' | 'meanGy'>, isoeffect: Isoeffect): number | null => (meanGy === null ? null : biologicalMeanGy(curve, meanGy, modelOf(isoeffect)));

/** Nervous tissue 2 Gy, other late-reacting tissue 3 Gy (rt-reference section 8). */
export const alphaBetaOf = (standard: string): number => (/^(?:Brain|Brainstem|SpinalCord|SpinalCanal|CaudaEquina|OpticChiasm|OpticNrv|OpticTract|BrachialPlex|SacralPlex|Hippocamp)/u.test(standard) ? 2 : 3);
