import { expect, test } from 'vitest';
import { readTreatmentRequest } from '../../../shared/rt/checks/requestFile.ts';
import { makeReviewFiles } from '../../../shared/rt/phantom/reviewFiles.ts';
import { reviewRequest, reviewSite } from '../../../shared/rt/phantom/reviewSettings.ts';
import { readPlan } from '../../../shared/rt/read/readPlan.ts';
import { readSiteSettings } from '../../../shared/rt/site/readSiteSettings.ts';

test('the complete clean case comes as files, with the plan before it and the settings mdt check reads', () => {
  const { files, before: beside, requestJson, siteJson } = makeReviewFiles();
  const names = files.map(({ name }) => name);
  expect(names).toEqual(expect.arrayContaining(['CT/CT_001.dcm', 'CT/CT_034.dcm', 'RS.dcm', 'RP.dcm', 'RD.dcm', 'RT/RT_001.dcm']));
  expect(new Set(names).size).toBe(names.length);
  const [plan, before] = [files, beside].map((list) => readPlan(list.find(({ name }) => name === 'RP.dcm')?.bytes ?? new Uint8Array()));
  expect(plan?.referencedPlans.map(({ uid }) => uid)).toEqual([before?.sopInstanceUID]);
  expect(readTreatmentRequest(JSON.parse(requestJson))).toEqual(reviewRequest);
  expect(readSiteSettings(JSON.parse(siteJson))).toEqual(reviewSite);
});
