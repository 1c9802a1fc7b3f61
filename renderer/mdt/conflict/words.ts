/** Words for values that differ, actions that were not taken, and clocks. */
export const syncWords = {
  zh: {
    conflict: {
      title: '两处填写不一致，需要您确定', hint: '以下项目被两人分别填写，互相没有看到对方的内容。系统不会替您取舍；请核对后选一个，或另填。确定之前不能定稿、不能发送。', readHint: '以下项目被两人分别填写，等待有权限的医生确定。',
      current: '目前显示', other: '另一个值', take: '采用此值', takeOf: '采用 {{name}} 填写的“{{field}}”：{{value}}', own: '都不对，另填', ownOf: '为“{{field}}”另填一个值', saveOwn: '以此为准', cancelOwn: '不另填', empty: '（空）',
      arrived: '{{time}} 到达平台', clockAhead: '此时间晚于到达平台的时间，那台电脑的时钟偏快', offline: '填写后 {{hours}} 小时才到达平台，可能是离线填写，或那台电脑的时钟偏慢', count: '{{count}} 处不一致', open_one: '有 {{count}} 处不一致，去确定', open_other: '有 {{count}} 处不一致，去确定',
    },
    refusal: {
      hint: '这些操作没有进入病历，内容保留在本机。可以重新提交，或写明原因后搁置。', count: '{{count}} 项未被接受', meant: '当时要做的', by: '{{name}} · {{made}} 操作，{{at}} 未被接受', what: '{{what}}', again: '重新提交', setAside: '搁置', setAsideHint: '搁置后不再提示；操作内容与您写的原因保留在本机与审计记录中。', author: '由 {{name}} 本人登录后重新提交', inCase: '请回到病例中按现在的内容重做这一步', undeliverable: '平台无法处理这项操作。请联系平台管理员，问题解决后重新提交。', reordered: '平台从较早的备份恢复后，这项操作与现有内容不再相符。请核对病例，仍然需要时重新操作。',
    },
    overtaken: { title: '您填写时，他人改动了决定', change: '{{name}} 于 {{time}} 改动了“{{field}}”，当时改为：{{value}}', hint: '您的内容已保存。请确认它与改动后的决定仍然一致。', done: '已核对' },
    drift: { ahead: '本机时钟比平台快 {{amount}}', behind: '本机时钟比平台慢 {{amount}}', minutes: '{{minutes}} 分钟', hours: '{{hours}} 小时 {{minutes}} 分钟', act: '请校准系统时间（打开“自动设置时间”，或请信息科处理）。校准前，签名与新填内容按平台时间记录；离线时按本机时间记录并注明。' },
  },
  en: {
    conflict: {
      title: 'Two entries differ and need your decision', hint: 'Two people filled in these items without seeing each other\'s entry. Nothing is chosen for you: check them and take one, or enter another. Until then the case cannot be sent or frozen.', readHint: 'Two people filled in these items differently; they wait for a doctor who may decide.',
      current: 'shown now', other: 'other entry', take: 'Use this', takeOf: 'Use "{{field}}" as {{name}} entered it: {{value}}', own: 'Neither is right, enter another', ownOf: 'Enter another value for "{{field}}"', saveOwn: 'Use my entry', cancelOwn: 'Cancel', empty: '(empty)',
      arrived: 'reached the platform {{time}}', clockAhead: 'this time is later than its arrival: the clock of that computer is ahead', offline: 'reached the platform {{hours}} h after it was entered: entered offline, or the clock of that computer is behind', count: '{{count}} to decide', open_one: '{{count}} entry differs, decide', open_other: '{{count}} entries differ, decide',
    },
    refusal: {
      hint: 'These actions did not get into the record; what was entered is kept here. Send them again, or set them aside with a reason.', count: '{{count}} refused', meant: 'What was meant', by: '{{name}} · done {{made}}, refused {{at}}', what: 'Refused: {{what}}', again: 'Send again', setAside: 'Set aside', setAsideHint: 'It is not shown any more; what was entered and your reason stay on this computer and in the audit.', author: '{{name}} can send it again after signing in', inCase: 'Do this step again in the case, on what it holds now', undeliverable: 'The platform could not process this. Tell its administrator, and send it again once that is mended.', reordered: 'After the platform was put back from an older copy this no longer fits what stands there. Look at the case and do it again if it is still right.',
    },
    overtaken: { title: 'The decision changed while you were writing', change: '{{name}} changed "{{field}}" at {{time}} to: {{value}}', hint: 'What you wrote is saved. Check that it still fits the decision.', done: 'Checked' },
    drift: { ahead: 'This computer\'s clock is {{amount}} ahead of the platform', behind: 'This computer\'s clock is {{amount}} behind the platform', minutes: '{{minutes}} min', hours: '{{hours}} h {{minutes}} min', act: 'Set the system time (switch on "set time automatically", or ask your IT department). Until then signatures and new entries carry the platform\'s time; offline they carry this computer\'s, and say so.' },
  },
};
