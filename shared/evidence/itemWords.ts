import type { Code } from '../dicom/objects/code.ts';
import type { ContentItem } from '../dicom/objects/contentItem.ts';
import { isCode } from './codes.ts';
import type { ReportNotice } from './reportNotice.ts';

/** `Finding Site: Lung`: an item in the words of the report. */
export function itemWords({ concept, value }: ContentItem): string {
  const name = concept?.meaning ?? '';
  const said = valueWords(value);
  if (name === '') return said === '' ? value.type : said;
  return said === '' ? name : `${name}: ${said}`;
}

function valueWords(value: ContentItem['value']): string {
  switch (value.type) {
    case 'TEXT':
    case 'PNAME':
    case 'DATE':
    case 'TIME':
    case 'DATETIME':
    case 'UIDREF':
      return value.text;
    case 'CODE':
      return value.code?.meaning ?? '';
    case 'NUM':
      return [value.text, value.unit?.value ?? ''].join(' ').trim();
    case 'SCOORD':
    case 'SCOORD3D':
      return value.graphicType;
    default:
      return '';
  }
}

export const notMapped = (item: ContentItem): ReportNotice => ({ reason: 'not-mapped', name: itemWords(item), place: item.place });

/** Text of the first item with a concept; null where there is none. */
export function textOf(items: readonly ContentItem[], concept: Code): string | null {
  const value = items.find((item) => isCode(item.concept, concept))?.value;
  return value !== undefined && 'text' in value && value.text !== '' ? value.text : null;
}

/** Code of the first item with a concept; null where there is none. */
export function codeOf(items: readonly ContentItem[], concept: Code): Code | null {
  const value = items.find((item) => isCode(item.concept, concept))?.value;
  return value?.type === 'CODE' ? value.code : null;
}
