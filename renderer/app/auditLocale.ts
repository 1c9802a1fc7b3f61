/** Words for what the access log records: keys are its actions with `_` for the point. */
export const auditLocale = {
  zh: {
    session_signIn: '登录', session_signOut: '退出登录', session_createSigningKey: '设置签名密钥',
    case_list: '查看病例列表', case_search: '查找病例', case_view: '查看病例', case_create: '新建病例', case_edit: '修改申请', case_attachImaging: '加入影像', case_submit: '发送申请', case_return: '退回申请', case_decline: '拒绝申请', case_accept: '受理申请', case_schedule: '安排会议', case_reportPresence: '报告影像到位', case_confirmReady: '确认就绪', case_openDiscussion: '开始讨论', case_defer: '推迟讨论', case_cancel: '取消申请',
    opinion_state: '填写意见', change_request: '提出修改要求', evidence_cite: '引用画面', imaging_view: '查看影像序列', minutes_edit: '编写会诊记录', decision_edit: '修改决定', decision_readBack: '复述决定', dissent_state: '填写不同意见', decision_freeze: '定稿', decision_reopen: '重新打开决定', decision_sign: '签署', report_deliver: '发出报告', report_receive: '收到报告', report_read: '阅读报告', record_export: '导出记录', conflict_resolve: '处理冲突',
    meeting_plan: '安排会议', meeting_addCase: '病例列入会议', meeting_open: '开始会议', meeting_callCase: '讨论病例', meeting_attended: '记录出席', meeting_end: '结束会议',
    import_done: '导入完成', import_cancelled: '导入取消', import_failed: '导入失败', import_choosePatient: '导入待选患者', import_interrupted: '导入中断', inbox_list: '查看收件箱', inbox_received: '收到影像', inbox_discard: '删除收件箱内容',
    network_find: '在 PACS 中查询', network_retrieve: '从 PACS 取回', network_send: '发送到 PACS', network_send_done: '发送结束', network_send_cancelled: '发送停止', network_send_failed: '发送失败', network_saveNode: '保存 PACS 设置', network_removeNode: '删除 PACS 设置', network_saveLocal: '保存本机网络设置',
    deidentify_start: '去标识导出开始', deidentify_done: '去标识导出完成', deidentify_cancelled: '去标识导出停止', deidentify_failed: '去标识导出失败',
  },
  en: {
    session_signIn: 'signed in', session_signOut: 'signed out', session_createSigningKey: 'made a signing key',
    case_list: 'saw the list of cases', case_search: 'searched for cases', case_view: 'saw a case', case_create: 'made a case', case_edit: 'changed a request', case_attachImaging: 'added images', case_submit: 'sent a request', case_return: 'returned a request', case_decline: 'declined a request', case_accept: 'accepted a request', case_schedule: 'scheduled a case', case_reportPresence: 'reported images present', case_confirmReady: 'confirmed readiness', case_openDiscussion: 'opened the discussion', case_defer: 'deferred a case', case_cancel: 'cancelled a request',
    opinion_state: 'stated an opinion', change_request: 'asked for a change', evidence_cite: 'cited a view', imaging_view: 'looked at a series', minutes_edit: 'wrote in the minutes', decision_edit: 'changed a decision', decision_readBack: 'read a decision back', dissent_state: 'stated a dissent', decision_freeze: 'froze a decision', decision_reopen: 'reopened a decision', decision_sign: 'signed', report_deliver: 'delivered a report', report_receive: 'received a report', report_read: 'read a report', record_export: 'exported a record', conflict_resolve: 'settled a conflict',
    meeting_plan: 'planned a meeting', meeting_addCase: 'put a case on the agenda', meeting_open: 'opened a meeting', meeting_callCase: 'called a case', meeting_attended: 'recorded attendance', meeting_end: 'ended a meeting',
    import_done: 'imported', import_cancelled: 'cancelled an import', import_failed: 'an import failed', import_choosePatient: 'an import asked for the patient', import_interrupted: 'an import was interrupted', inbox_list: 'saw the inbox', inbox_received: 'images received', inbox_discard: 'deleted from the inbox',
    network_find: 'searched a PACS', network_retrieve: 'fetched from a PACS', network_send: 'sent to a PACS', network_send_done: 'sending ended', network_send_cancelled: 'sending was stopped', network_send_failed: 'sending failed', network_saveNode: 'saved a PACS', network_removeNode: 'removed a PACS', network_saveLocal: 'saved this console\'s network settings',
    deidentify_start: 'began a de-identified export', deidentify_done: 'de-identified export finished', deidentify_cancelled: 'de-identified export stopped', deidentify_failed: 'de-identified export failed',
  },
};
