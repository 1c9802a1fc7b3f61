import { allowedText, type JsonObject } from './resource.ts';

/** One line of a section as people read it; the term is set apart. */
export interface Line {
  readonly term?: string;
  readonly text: string;
}

/** FHIR's narrative: a piece of XHTML without scripts, made of the record's own words. Undefined where there is nothing to say. */
export function narrativeOf(lines: readonly Line[]): JsonObject | undefined {
  const shown = lines.filter(({ text }) => text.trim() !== '');
  if (shown.length === 0) return undefined;
  const paragraphs = shown.map(({ term, text }) => `<p>${term === undefined ? '' : `<b>${escaped(term)}：</b>`}${escaped(text).replaceAll(/\r\n?|\n/g, '<br/>')}</p>`);
  return { status: 'generated', div: `<div xmlns="http://www.w3.org/1999/xhtml" lang="zh-CN">${paragraphs.join('')}</div>` };
}

const escaped = (text: string): string => allowedText(text).replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
