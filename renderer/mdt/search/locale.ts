/** Words of finding a case. Fields are those of the search index. */
export const searchLocale = {
  zh: {
    label: '查找病例', placeholder: '姓名、拼音首字母、住院号、诊断或病历中的字词（按 / 键）', clear: '清除', none: '没有找到“{{query}}”', noneHint: '可输入姓名或拼音（如 zs、zhangsan）、住院号开头几位、申请编号，或病历中的字词；几个词用空格隔开。只显示本院有权查看的病例。',
    found: '找到 {{count}} 例', foundMost: '显示前 {{count}} 例，请再输入一个词缩小范围', filling: '正在整理以前的病例，结果可能不全，请稍后再查。',
    field: { patientName: '姓名', hospitalNumber: '住院号', caseNo: '申请编号', diagnosis: '诊断', stage: '分期与病理', question: '会诊问题', purpose: '会诊目的', history: '病史', treatment: '既往治疗', decision: '会诊意见', opinions: '专家意见', minutes: '讨论记录' },
  },
  en: {
    label: 'Find a case', placeholder: 'Name, pinyin initials, hospital number, diagnosis or words of the record (press /)', clear: 'Clear', none: 'Nothing found for "{{query}}"', noneHint: 'Type a name or its pinyin (zs, zhangsan), the beginning of a hospital number, a request number, or words of the record; several words with spaces between. Only cases your hospital may see are shown.',
    found: '{{count}} found', foundMost: 'The first {{count}}; type another word to narrow the search', filling: 'Earlier cases are still being prepared; the result may not be complete, search again shortly.',
    field: { patientName: 'Name', hospitalNumber: 'Hospital number', caseNo: 'Request number', diagnosis: 'Diagnosis', stage: 'Stage and pathology', question: 'Question', purpose: 'Purpose', history: 'History', treatment: 'Treatment so far', decision: 'Decision', opinions: 'Opinions', minutes: 'Minutes' },
  },
} as const;
