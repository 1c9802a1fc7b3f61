/** Words for a platform that was put back from an older copy. */
export const restoreLocale = {
  zh: {
    title: '平台已从较早的备份恢复',
    given: '本机保存的 {{count}} 项记录已交还平台，签名意见保持原样；备份之后的影像正在重新上传。',
    nothing: '本机没有平台所缺的记录，不需要您做任何事。',
    refused: '有 {{count}} 项与平台现有内容不符，未能放回；请打开病例，在“未被接受的操作”中查看并处理。',
    gaps: '有 {{count}} 处记录在本机和平台都找不到；请告知平台管理员，待其他医院的会诊台连接后可能补齐。',
    done: '知道了',
  },
  en: {
    title: 'The platform was put back from an older copy',
    given: '{{count}} changes kept on this console were given back to it; signed decisions are as they were. Images stored after the copy are being sent again.',
    nothing: 'This console holds nothing that the platform lacks; there is nothing for you to do.',
    refused: '{{count}} no longer fit what the platform holds now and were not put back; open the case and look under what was refused.',
    gaps: 'In {{count}} places the record is neither here nor at the platform; tell the platform’s administrator. Consoles of other hospitals may fill them when they connect.',
    done: 'Understood',
  },
};
