import qrcode from 'qrcode';
import type { CaseRecord } from '../../../shared/mdt/caseRecord.ts';

/** QR code over request number and digest (`mdt-workflow` section 7, rule 8), as an SVG picture. */
export const reportCode = (record: CaseRecord): Promise<string> => qrcode.toString(`MDT ${record.caseNo} sha256:${record.frozen?.sha256 ?? ''}`, { type: 'svg', margin: 0 });
