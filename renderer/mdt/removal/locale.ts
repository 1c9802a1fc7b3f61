/** Words of hospitals leaving a meeting or a case, and of the proof that their copies are gone. */
export const removalLocale = {
  zh: {
    open: '参会医院', title: '参会医院', host: '主持医院', takes: '参加', remove: '移出会议', removeTitle: '将{{hospital}}移出会议', removeDo: '移出会议', back: '关闭',
    hint: '移出后，该院收到过本次会议的每台电脑都要删除本机副本，并向平台回执。',
    what: {
      copies: '删除：{{hospital}}每台电脑上的本次会议——会议安排、议程和签到，包括数据库空闲空间和旧备份中的内容。',
      own: '保留：该院自己申请的病例及其影像，仍在该院。', ownOnAgenda: '议程中有该院申请的病例，请先与对方说明：{{list}}',
      others: '其他医院的病历和影像本来就不在该院，不涉及。', proof: '每台电脑删除后自动回执（时间、数量、校验值）；没有联网的电脑在下次登录后删除，此处可看到谁尚未确认。',
      again: '移出后该院不能再进入本次会议，也不能重新加入；需要时请另建会议。', live: '会议正在进行：已在会议室中的该院人员不会自动离开，请先请其退出。',
    },
    left: '已移出的医院与删除回执', leftCase: '已收回的副本与删除回执', none: '还没有医院被移出', noneHint: '移出医院后，这里列出该院每台电脑是否已删除副本。', reload: '刷新', waiting: '移出操作正在提交，平台收到后列在这里。',
    at: { meeting: '移出时间 {{time}}', case: '收回时间 {{time}}' }, all_one: '{{count}} 台电脑已删除', all_other: '{{count}} 台电脑均已删除', some: '{{done}}/{{count}} 台已删除', nobody: '该院没有电脑收到过，无需删除',
    column: { console: '电脑', state: '删除情况', who: '当时登录者', what: '删除内容', proof: '核对', receipt: '回执校验值' },
    deleted: '已删除 {{time}}', online: '刚刚连接过，尚未确认', offline: '未确认，{{time}} 起离线', unknown: '尚未确认',
    blobs: '影像与文件 {{count}} 个', unsent: '未提交的操作 {{count}} 项', recordOnly: '记录', exact: '与平台一致', differs: '与平台记录不一致，请联系该院核对',
  },
  en: {
    open: 'Hospitals', title: 'Hospitals of the meeting', host: 'host', takes: 'takes part', remove: 'Take out', removeTitle: 'Take {{hospital}} out of the meeting', removeDo: 'Take out of the meeting', back: 'Close',
    hint: 'Every console of the hospital that received this meeting then deletes its copy and sends the platform a receipt.',
    what: {
      copies: 'Deleted: this meeting on every console of {{hospital}} (appointment, agenda, attendance), from free database space and older backups too.',
      own: 'Kept: the cases the hospital requested itself and their images stay with it.', ownOnAgenda: 'Cases this hospital requested are on the agenda; tell them first: {{list}}',
      others: 'Records and images of other hospitals were never there and are not concerned.', proof: 'Each console confirms by itself what it deleted (time, number, checksum). One that is offline deletes at its next sign-in; who has not confirmed is shown here.',
      again: 'The hospital can neither enter this meeting nor join it again; plan another meeting if needed.', live: 'The meeting is going on: people of this hospital who are in the room stay there until they leave; ask them to.',
    },
    left: 'Hospitals taken out, and their receipts', leftCase: 'Copies called back, and their receipts', none: 'No hospital was taken out', noneHint: 'Once one is, each of its consoles is listed here with whether it has deleted its copy.', reload: 'Refresh', waiting: 'The removal is being sent; it is listed here once the platform has it.',
    at: { meeting: 'taken out {{time}}', case: 'called back {{time}}' }, all_one: 'deleted on its {{count}} console', all_other: 'deleted on all {{count}} consoles', some: 'deleted on {{done}} of {{count}}', nobody: 'no console there had received it; nothing to delete',
    column: { console: 'Console', state: 'Deletion', who: 'Signed in then', what: 'Deleted', proof: 'Check', receipt: 'Checksum of the receipt' },
    deleted: 'deleted {{time}}', online: 'connected just now, not confirmed yet', offline: 'not confirmed, offline since {{time}}', unknown: 'not confirmed yet',
    blobs: 'images and files: {{count}}', unsent: 'actions never sent: {{count}}', recordOnly: 'record', exact: 'same as the platform\'s', differs: 'not what the platform has; ask that hospital',
  },
};
