/** Words of the images' share of line and disk. */
export const storageLocale = {
  zh: {
    title: '影像传输与存储', day: { upKBps: '白天上传限速（KB/s）', downKBps: '白天下载限速（KB/s）' }, night: { upKBps: '夜间上传限速（KB/s）', downKBps: '夜间下载限速（KB/s）' },
    unlimited: '不限速', dayFrom: '白天开始', dayTo: '白天结束', quota: '本机影像上限（GB）', quotaHint: '留空则只受磁盘限制', save: '保存', saved: '已保存，立即生效',
    used: '本机影像共 {{used}}；磁盘剩余 {{free}}，其中 {{reserved}} 留给病历数据与备份。位置：{{folder}}', noCases: '还没有带影像的病例。', case: '申请编号', where: '影像在哪里', bytesHere: '本机占用', and: '；',
    state: { both: '本机和平台都有', onlyHere: '只在本机，等待上传', evicted: '在平台；本机已清理，打开病例时自动取回', arriving: '在平台，正在下载到本机' },
    some: { both: '{{count}} 个本机和平台都有', onlyHere: '{{count}} 个只在本机', arriving: '{{count}} 个等待下载', evicted: '{{count}} 个已从本机清理、平台仍有' },
  },
  en: {
    title: 'Images: line and disk', day: { upKBps: 'Upload by day (KB/s)', downKBps: 'Download by day (KB/s)' }, night: { upKBps: 'Upload by night (KB/s)', downKBps: 'Download by night (KB/s)' },
    unlimited: 'no limit', dayFrom: 'Day begins', dayTo: 'Day ends', quota: 'Images on this computer (GB)', quotaHint: 'Leave empty for as many as the disk holds', save: 'Save', saved: 'Saved and in force',
    used: 'Images here: {{used}}; free on the disk: {{free}}, of which {{reserved}} are left to the record and its backups. Folder: {{folder}}', noCases: 'No case has images yet.', case: 'Request no.', where: 'Where the images are', bytesHere: 'Takes here', and: '; ',
    state: { both: 'here and at the platform', onlyHere: 'only here, waiting to be sent', evicted: 'at the platform; removed here to make room, fetched when the case is opened', arriving: 'at the platform, on their way here' },
    some: { both: '{{count}} here and at the platform', onlyHere: '{{count}} only here', arriving: '{{count}} on their way here', evicted: '{{count}} removed here, at the platform' },
  },
};
