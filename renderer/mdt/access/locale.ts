/** Words of the page "who saw this, when, why". */
export const accessLocale = {
  zh: {
    tab: '查阅记录', title: '谁在何时因何查看', hint: '每次查看、修改、导出和被拒绝的操作都记录在案，任何人都不能更改。', ofConsole: '本机访问记录', person: '人员', everyone: '所有人员', kind: '类别', allKinds: '全部类别', from: '起始日期', to: '截止日期', clear: '清除筛选', loading: '正在读取…', exportTable: '导出表格', exportTableHint: '当前筛选出的全部记录，CSV 格式，可用 Excel 打开；导出本身也会记录。', export: '导出核验文件', exportHint: '全部本机记录，含校验链，可用 mdt verify 核验；导出本身也会记录。', exported: '已保存到 {{path}}', reload: '刷新',
    kinds: { view: '查看', change: '修改', handOut: '导出与共享', refusal: '被拒绝', other: '其他' },
    column: { day: '日期', personId: '人员编号', number: '序号', device: '电脑', time: '时间', person: '人员', hospital: '医院', action: '操作', why: '依据', source: '来源', subject: '对象' }, source: { console: '本机', platform: '平台' },
    why: { request: '本院申请', consultation: '本院会诊', meeting: '会议讨论', archive: '存档文件', new: '新建病例', none: '无权限' },
    intact: '记录链完整：共 {{count}} 条，未被更改', broken: '记录链已损坏：{{count}} 处被更改或删除', anchored: '平台最近核对 {{time}}', notAnchored: '平台尚未核对', brokenHint: '请勿继续使用本机数据，保留现场并通知管理员；用 mdt verify 可复查。',
    noPlatform: '未包含平台的记录：无权查看，或平台暂时无法连接。', empty: '没有符合条件的记录', emptyHint: '放宽日期、人员或类别后再看。', nobody: '未登录', device: '外部系统 {{name}}', count_one: '{{count}} 条', count_other: '{{count}} 条', newest: '每个来源只显示最近 {{count}} 条；请用日期缩小范围，更早的记录见“导出核验文件”。', range: '第 {{from}}–{{to}} 条，共 {{count}} 条', page: '第 {{number}} 页', pages: { first: '首页', last: '末页', next: '下一页', previous: '上一页' },
  },
  en: {
    tab: 'Access', title: 'Who saw this, when, and why', hint: 'Every view, change, export and refusal is noted here; nobody can change the notes.', ofConsole: 'Access log of this console', person: 'Person', everyone: 'Everybody', kind: 'Kind', allKinds: 'Every kind', from: 'From', to: 'Until', clear: 'Clear', loading: 'Reading…', exportTable: 'Export table', exportTableHint: 'All entries the filter shows, as CSV for a spreadsheet; the export is noted as well.', export: 'Export for checking', exportHint: 'All entries of this console with their chain, checked by mdt verify; the export is noted as well.', exported: 'Saved to {{path}}', reload: 'Refresh',
    kinds: { view: 'Seen', change: 'Changed', handOut: 'Exported or shared', refusal: 'Refused', other: 'Other' },
    column: { day: 'Date', personId: 'Person id', number: 'Number', device: 'Console', time: 'Time', person: 'Person', hospital: 'Hospital', action: 'What', why: 'Why', source: 'Noted by', subject: 'Subject' }, source: { console: 'this console', platform: 'platform' },
    why: { request: 'own request', consultation: 'own consultation', meeting: 'meeting', archive: 'archive', new: 'new case', none: 'no right' },
    intact: 'The log is whole: {{count}} entries, none changed', broken: 'The log is damaged: changed or removed in {{count}} places', anchored: 'last compared with the platform {{time}}', notAnchored: 'not yet compared with the platform', brokenHint: 'Stop working with the data of this console, keep everything as it is and call the administrator; mdt verify checks again.',
    noPlatform: 'Without what the platform noted: you may not ask for it, or it does not answer now.', empty: 'No entry matches', emptyHint: 'Widen dates, person or kind.', nobody: 'nobody', device: 'other system {{name}}', count_one: '{{count}} entry', count_other: '{{count}} entries', newest: 'Only the newest {{count}} entries of each source are shown; narrow the dates, or export all for checking.', range: '{{from}}–{{to}} of {{count}} entries', page: 'page {{number}}', pages: { first: 'first page', last: 'last page', next: 'next page', previous: 'previous page' },
  },
};
