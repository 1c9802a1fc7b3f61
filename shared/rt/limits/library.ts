import { quantecLimits } from './quantec.ts';
import { tg101Limits } from './tg101.ts';
import type { LimitLibrary } from './types.ts';

/** The organ limits as transcribed from their publications, with the rules they are evaluated by. */
export const limitLibrary: LimitLibrary = {
  title: 'OAR dose-volume constraint library',
  version: '1.0',
  warning:
    'Decision support only. A local physicist must confirm every value against the cited publication and activate a protocol before it is applied to a patient. cross_checked=false means the value was transcribed once and not compared with a second reproduction of the table.',
  evaluation_rules: [
    'Select by fraction count and dose per fraction; never apply a conventional limit to a plan outside 1.6-2.4 Gy per fraction without EQD2 conversion and a visible note.',
    'If the structure is absent report "not contoured", never "pass".',
    'If the structure extends outside the dose grid report "incomplete" with the fraction of the volume covered.',
    'Report value, limit, margin, source and endpoint on one line; store the constraint id and library version in the minutes.',
    'A value within 2% or 0.5 Gy of the limit is shown as "borderline".',
  ],
  sources: {
    QUANTEC2010: {
      title: 'Marks LB, Yorke ED, Jackson A, et al. Use of normal tissue complication probability models in the clinic (QUANTEC summary table). Int J Radiat Oncol Biol Phys 2010;76(3 Suppl):S10-S19',
      doi: '10.1016/j.ijrobp.2009.07.1754',
      open_access: 'PMC4041542',
      applies_to: 'Mostly conventional fractionation (1.8-2.0 Gy per fraction, 3D-CRT data). The table reports approximate complication rates, not hard limits.',
    },
    TG101: {
      title: 'Benedict SH, Yenice KM, Followill D, et al. Stereotactic body radiation therapy: the report of AAPM Task Group 101. Med Phys 2010;37(8):4078-4101',
      doi: '10.1118/1.3438081',
      erratum: 'Med Phys 2023 correction notice (PMID 36695548): compare every value with it before use',
      applies_to: 'SBRT in 1, 3 or 5 fractions. Largely unvalidated clinically; the report asks for caution.',
    },
  },
  constraints: [...quantecLimits, ...tg101Limits],
};
