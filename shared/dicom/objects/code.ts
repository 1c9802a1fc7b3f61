import type { Keyword } from '../attributes.ts';
import type { DataSet } from '../dataSet.ts';

/** A coded concept (PS3.3 section 8): what is shown is the meaning, what is compared is value and scheme. */
export interface Code {
  readonly value: string;
  readonly scheme: string;
  readonly meaning: string;
}

/** The code of a sequence that holds one; null where it is absent or says nothing. */
export function readCode(dataSet: DataSet, keyword: Keyword): Code | null {
  return readCodes(dataSet, keyword)[0] ?? null;
}

/** All codes of a sequence. */
export function readCodes(dataSet: DataSet, keyword: Keyword): readonly Code[] {
  return dataSet.items(keyword).flatMap((item) => {
    const value = item.text('CodeValue') ?? item.text('LongCodeValue') ?? item.text('URNCodeValue') ?? '';
    const meaning = item.text('CodeMeaning') ?? '';
    return value === '' && meaning === '' ? [] : [{ value, scheme: item.text('CodingSchemeDesignator') ?? '', meaning }];
  });
}
