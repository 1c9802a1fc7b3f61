const marks: readonly RegExp[] = [
  // TG-263: not for evaluation.
  /^_?z(?=[A-Z_\d\s-]|$)/u,
  /^_/u,
  /(?:^|[\s_\-\d.])(?:ring|rings|shell|annulus|annuli|opti|opt|optim\w*|dummy|help\w*|ctrl|control|nto|avoid\w*|block\w*|tuning|hot|hotspot|cold|coldspot|fill\w*|dose|isodose|iso\s*dose|overlap|ovlp|push|margin)(?=$|[\s_\-\d.])/iu,
  /^(?:ring|shell|annulus|avoid|opti(?!c)|hot|cold|dose|isodose|dummy)|tv[a-z]{0,3}_?opti?\w*$/iu,
  /ring\s*\d*$/iu,
  /(?:^|[\s_])d?\d+(?:\.\d+)?\s*%|^v?\d+(?:\.\d+)?\s*c?gy$/iu,
  /环|辅助|优化|限量|热点|冷点|热区|冷区|剂量线|等剂量|剂量跌落|^剂量/u,
];

/** Structures made for planning or display and not for evaluation: z… (TG-263), rings, optimisation and dose structures. */
export const isHelperName = (name: string): boolean => {
  const text = name.normalize('NFKC').trim();
  return marks.some((mark) => mark.test(text)) && !/string|hearing|spring/iu.test(text);
};
