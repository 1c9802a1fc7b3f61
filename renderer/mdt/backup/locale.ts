/** Words of the copies of the record: list, restore, complete check, repair. */
export const backupLocale = {
  zh: {
    title: '本机数据的备份', hint: '每天自动备份一次，升级前另备一份；保留最近 7 天、4 周、6 个月。备份与数据一样加密，写好后立即打开核验。影像文件不在备份内：平台上有的会重新下载，只在本机的不会删除。',
    make: '立即备份', made: '备份完成并已核验', check: '完整检查', checking: '正在检查…', checkedNever: '尚未做过完整检查', checkedGood: '{{time}} 检查：数据完好，访问记录完整', checkedBad: '{{time}} 检查发现问题', checkedBadHint: '请不要继续录入：先“立即备份”，再用下面最近的正常备份恢复，并通知软件维护方。', auditBroken: '访问记录的链条不完整', backupFailed: '最近一次自动备份未成功',
    column: { time: '备份时间', cause: '原因', cases: '病例', commands: '操作', lastCommand: '最后一次操作', size: '大小' }, cause: { daily: '每日', migration: '升级前', request: '手动' }, unknown: '未知', none: '还没有备份', noneHint: '首次备份在启动后自动完成，也可以点击“立即备份”。',
    restore: '恢复…', restoreOf: '恢复 {{time}} 的备份', restoreTitle: '用 {{time}} 的备份恢复本机数据？',
    restoreText: '备份中有 {{cases}} 例病例、{{commands}} 条操作；当前有 {{presentCases}} 例、{{presentCommands}} 条。备份之后已上传平台的操作会自动重新下载。', restoreUnsent: '当前有 {{waiting}} 条操作尚未上传，恢复后会保留并重新上传。', restoreAside: '当前数据不会删除，会移到一边保存。软件将重新启动本机数据服务，所有人需要重新登录。', restoreDo: '核验并恢复', back: '返回',
    held: '恢复前有 {{count}} 条操作未上传，等与平台同步后自动补传。', heldDo: '无法联网，现在就补上',
    repairTitle: '本机数据已损坏，无法打开', repairHint: '损坏的数据会移到一边保存，不会删除。请选择一份备份恢复；备份之后已上传平台的内容会重新下载。', repairNone: '本机没有可用的备份。请通知软件维护方，不要删除任何文件。', repairDo: '恢复这份备份',
  },
  en: {
    title: 'Copies of this computer\'s record', hint: 'A copy is made each day, and one before every update; those of the last 7 days, 4 weeks and 6 months are kept. Copies are encrypted as the record is and proved as soon as they are written. Images are not in them: what the platform has is fetched again, what only this computer has is never deleted.',
    make: 'Make a copy now', made: 'The copy is made and proved', check: 'Complete check', checking: 'Checking…', checkedNever: 'No complete check yet', checkedGood: '{{time}}: the record is whole, and so is the access log', checkedBad: '{{time}}: the check found damage', checkedBadHint: 'Do not go on entering data: make a copy now, restore the newest sound copy below, and tell whoever looks after the software.', auditBroken: 'The chain of the access log is broken', backupFailed: 'The last copy could not be made',
    column: { time: 'Made', cause: 'Why', cases: 'Cases', commands: 'Actions', lastCommand: 'Last action', size: 'Size' }, cause: { daily: 'daily', migration: 'before an update', request: 'asked for' }, unknown: 'not known', none: 'No copies yet', noneHint: 'The first is made by itself after the start; or choose "Make a copy now".',
    restore: 'Restore…', restoreOf: 'Restore the copy of {{time}}', restoreTitle: 'Restore the record from the copy of {{time}}?',
    restoreText: 'In the copy: cases {{cases}}, actions {{commands}}. In the present record: cases {{presentCases}}, actions {{presentCommands}}. What was sent to the platform after the copy is fetched again.', restoreUnsent: '{{waiting}} actions have not been sent yet; they are kept and sent after the restore.', restoreAside: 'The present record is put aside, not deleted. The record service starts again, and everybody signs in anew.', restoreDo: 'Prove and restore', back: 'Back',
    held: '{{count}} actions from before the restore were never sent; they follow once this console has caught up with the platform.', heldDo: 'No network: add them now',
    repairTitle: 'The record on this computer is damaged and does not open', repairHint: 'The damaged record is put aside, not deleted. Choose a copy to restore; what was sent to the platform after it is fetched again.', repairNone: 'There is no copy on this computer. Tell whoever looks after the software, and delete nothing.', repairDo: 'Restore this copy',
  },
} as const;
