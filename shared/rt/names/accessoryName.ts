const couch = /couch|table\s*top|tabletop|treatment\s*table|(?:^|[\s_])(?:ct)?table(?:$|[\s_\d])|baseplate|carbon\s*fib|治疗床|床板|床面|碳纤维|(?:^|[^牙瘤])床$/iu;
const fixation = /mask|thermoplast|vac\s*(?:bag|lok)|headrest|head\s*rest|frame|breast\s*board|belly\s*board|fixation|immobili|air\s*gap|面罩|体膜|头枕|真空垫|固定/iu;
const marker = /^(?:poi|mark(?:er)?s?|fiducial|bb|tattoo|ref(?:erence)?\s*p(?:oin)?t|check\s*p(?:oin)?t|calc\s*p(?:oin)?t|norm\s*p(?:oin)?t|isocent(?:er|re)|iso|setup|laser|user\s*origin|origin)(?:[\s_\-.]*(?:\d+|ant|post|lat|llat|rlat|l|r|final|ct|center|centre))*$|^tattoo|^isocent|等中心|参考点|激光|体表标记|原点|铅点/iu;

/** Couch parts by name. */
export const isCouchName = (name: string): boolean => couch.test(name.normalize('NFKC'));

/** What is contoured or marked in a plan and is no part of the patient: couch, fixation, reference points. */
export const isAccessoryName = (name: string): boolean => {
  const text = name.normalize('NFKC').trim();
  return couch.test(text) || fixation.test(text) || marker.test(text);
};

/** Active implants that fail in the beam: pacemakers, defibrillators, neurostimulators, pumps, cochlear implants. */
export const isDeviceName = (name: string): boolean =>
  /pace\s*-?_?maker|(?:^|[\s_\-.])(?:pm|icd|cied|aicd|crt-?d|ipg|dbs)(?:$|[\s_\-.\d])|defibrill|cardioverter|neuro\s*stim|stimulator|cochlear\s*implant|insulin\s*pump|起搏器|除颤器|刺激器|人工耳蜗|电子耳蜗|胰岛素泵/iu.test(name.normalize('NFKC'));
