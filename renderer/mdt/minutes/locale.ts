/** Words of the minutes that several people type. */
export const minutesLocale = {
  zh: {
    title: '会诊记录（共同编写）', here: '正在编写', alone: '目前只有您在编写', inSection: '（{{section}}）', by: '（{{names}}）', comma: '、', colon: '：',
    section: { course: '讨论经过', imaging: '影像所见', radiotherapy: '放疗要点', questions: '待解决问题', tasks: '任务分工' },
    placeholder: {
      course: '各学科讨论要点，可多人同时记录', imaging: '会上展示的影像及测量', radiotherapy: '靶区、剂量、危及器官限量、计划修改', questions: '尚未达成一致或需补充资料的问题', tasks: '谁、做什么、何时完成',
    },
    saving: '正在保存…', synced: '已同步', sending: '已保存，正在同步', offline: '离线：已保存在本机，联网后自动合并（待同步 {{count}}）',
    early: '尚未开始记录', earlyHint: '牵头医院受理申请后，双方即可共同编写会诊记录。', readOnly: '您可以阅读；参与诊疗或讨论的人员才能编写。', frozen: '内容已冻结，随意见一并签署；不再更改。', none: '本次会诊没有共同编写的记录。',
    lateTitle: '冻结之后才到的修改', lateHint: '以下文字在内容冻结之后才写入或送达，未并入会诊记录，也不在签署范围内。如有需要：签署前请主持人重新打开决定，签署后请另写更正。', lateHintOpen: '以下文字在上次冻结之后才到，未并入会诊记录；如需采用，请在下面重新写入。',
    full: '会诊记录已达到长度上限；请精简，或把较长的内容作为附件加入病例。', reportTitle: '会诊记录', writtenBy: '记录人：{{names}}',
  },
  en: {
    title: 'Minutes (written together)', here: 'Writing now', alone: 'Nobody else has the minutes open', inSection: ' ({{section}})', by: ' ({{names}})', comma: ', ', colon: ': ',
    section: { course: 'Course of discussion', imaging: 'Imaging findings', radiotherapy: 'Radiotherapy points', questions: 'Open questions', tasks: 'Tasks' },
    placeholder: {
      course: 'What each discipline said; several people can write at once', imaging: 'Images shown and measurements', radiotherapy: 'Targets, dose, organ limits, changes to the plan', questions: 'What is not agreed, or needs more data', tasks: 'Who does what by when',
    },
    saving: 'Saving…', synced: 'Synced', sending: 'Saved, sending', offline: 'Offline: saved here, merged when the platform answers ({{count}} waiting)',
    early: 'No minutes yet', earlyHint: 'Both hospitals can write once the lead hospital has accepted the request.', readOnly: 'You can read the minutes; those who treat or discuss the case write them.', frozen: 'The text is frozen and signed with the opinion; it no longer changes.', none: 'No minutes were written for this case.',
    lateTitle: 'Changes that came after the sign-off', lateHint: 'This was typed or arrived after the content was frozen. It is not part of the minutes and not covered by the signatures. If it matters, ask the chair to reopen the decision before anybody signs; after that, write an addendum.', lateHintOpen: 'This came after the last freeze and is not part of the minutes; type it again below if it should be.',
    full: 'The minutes have reached their greatest length; shorten them, or attach the longer text to the case.', reportTitle: 'Minutes', writtenBy: 'Written by: {{names}}',
  },
};
