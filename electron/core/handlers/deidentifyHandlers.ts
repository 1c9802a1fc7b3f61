import { getCase } from '../commands/caseView.ts';
import type { CoreParts, Handlers } from '../coreParts.ts';

/** De-identified copies of a case: what needs a look, the export, its report. */
export function deidentifyHandlers({ context, session, deidentifications }: CoreParts): Handlers {
  // Plan and report speak of a case: they are for those who may see it.
  const assertVisible = (caseId: string): void => void getCase(context, session.requireClinical(), caseId);
  return {
    'deidentify.plan': async ({ caseId }) => {
      assertVisible(caseId);
      return { series: [...(await deidentifications.plan(caseId))] };
    },
    'deidentify.start': (request) => {
      assertVisible(request.caseId);
      deidentifications.start(session.requireClinical(), request);
      return {};
    },
    'deidentify.cancel': ({ jobId }) => {
      assertVisible(deidentifications.caseOf(jobId));
      deidentifications.cancel(jobId);
      return {};
    },
    'deidentify.report': ({ jobId }) => {
      assertVisible(deidentifications.caseOf(jobId));
      return deidentifications.report(jobId);
    },
  };
}
