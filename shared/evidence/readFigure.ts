import type { AnnotationFigure } from '../annotation/types.ts';
import type { ContentItem } from '../dicom/objects/contentItem.ts';
import { concepts, isCode } from './codes.ts';
import { codeOf, notMapped } from './itemWords.ts';
import { isPlainAbsence, quantityOf, reasonOf, unitOf } from './quantities.ts';
import type { ReportNotice } from './reportNotice.ts';

/** A measured number as a figure; null where the desk has none like it, which is noticed. What stands below it and is not read is noticed too. */
export function readFigure(item: ContentItem, notices: ReportNotice[]): AnnotationFigure | null {
  const { value, concept, children } = item;
  if (value.type !== 'NUM') return null;
  const derivation = codeOf(children, concepts.derivation);
  const quantity = quantityOf(concept, derivation);
  if (quantity === null) {
    notices.push({ ...notMapped(item), name: [notMapped(item).name, derivation?.meaning].filter((word) => word !== undefined).join(', ') });
    return null;
  }
  for (const child of children) if (!isRead(child)) notices.push(notMapped(child));
  if (value.value === null && value.text !== '') {
    notices.push({ ...notMapped(item), reason: 'broken' });
    return null;
  }
  const why = reasonOf(value.qualifier);
  if (why === null && !isPlainAbsence(value.qualifier)) notices.push({ reason: 'not-mapped', name: value.qualifier?.meaning ?? '', place: item.place });
  const unit = value.unit?.value ?? codeOf(children, concepts.unitOfAbsent)?.value ?? unitOf(concept, quantity);
  return { quantity, value: value.value, unit, ...(why === null ? {} : { why }) };
}

/** What a figure takes from below it, and its coordinates and images, which the group reads. */
function isRead({ concept, value }: ContentItem): boolean {
  return isCode(concept, concepts.derivation) || isCode(concept, concepts.unitOfAbsent) || value.type === 'SCOORD' || value.type === 'SCOORD3D' || value.type === 'IMAGE';
}
