import { DicomError } from '../errors/appError.ts';
import { nameAttribute } from '../dicom/attributes.ts';
import type { Keyword } from '../dicom/attributes.ts';

/** Why SUV cannot be told: an attribute, named with its tag, and what is wrong with it. Never leaves the reader of SUV. */
export class SuvRefusal extends DicomError {
  readonly attribute: string;

  /** @param attribute keyword, or a private attribute named with its tag */
  constructor(attribute: Keyword | `${string} (${string})`, problem: string, isAbsent = false) {
    const name = attribute.includes(' ') ? attribute : nameAttribute(attribute as Keyword);
    super(isAbsent ? 'missing-attribute' : 'broken-value', `${name} ${problem}.`);
    this.attribute = name;
  }

  static absent(keyword: Keyword): SuvRefusal {
    return new SuvRefusal(keyword, 'is absent or empty', true);
  }
}
