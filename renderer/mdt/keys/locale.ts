/** Words of the keys of this computer: passphrase, the organisation's recovery key, a new key. */
export const keysLocale = {
  zh: {
    title: '本机数据的密钥', protectedBy: { keystore: '密钥由系统密钥库保护', passphrase: '密钥由口令保护' },
    passphrase: '更换口令', setPassphrase: '改用口令保护', current: '当前口令', next: '新口令（至少 8 位）', again: '再次输入新口令', differs: '两次输入不一致', change: '更换', changed: '口令已更换', close: '关闭', back: '返回',
    organisation: '机构恢复密钥', organisationHint: '安装后，机构管理员可用保管的私钥文件打开本机数据。', organisationNone: '未安装', organisationIs: '{{name}} · 编号 {{keyId}}', install: '安装公钥文件…', installCompare: '请与管理员核对编号是否一致', installed: '已安装：{{name}}，编号 {{keyId}}',
    rotate: '更换数据密钥', rotateHint: '在口令或恢复码可能泄露、有人离岗时使用。数据将用新密钥重新加密，旧的恢复码作废；中途断电也不会丢失数据。', rotateDo: '更换密钥', rotateText: '数据服务会重新启动，影像在后台继续重新加密，期间可以照常工作。请准备好保存新的恢复码。', rotating: '正在用新密钥重新加密…', newCode: '新的恢复码', newCodeHint: '旧恢复码在重新加密完成后作废。请交由管理员离线保存；此处只显示一次。', kept: '我已保存',
    recoverFile: '使用机构恢复密钥', recoverFileLabel: '管理员的私钥文件（.private.json）', recoverPassphrase: '私钥文件的口令', recoverNew: '为本机设置新口令（可不填）',
  },
  en: {
    title: 'Keys of this computer\'s record', protectedBy: { keystore: 'The key is kept by the system\'s key store', passphrase: 'The key is protected by a passphrase' },
    passphrase: 'Change the passphrase', setPassphrase: 'Protect by a passphrase', current: 'Present passphrase', next: 'New passphrase (8 or more)', again: 'New passphrase again', differs: 'The two are not the same', change: 'Change', changed: 'The passphrase is changed', close: 'Close', back: 'Back',
    organisation: 'The organisation\'s recovery key', organisationHint: 'Once installed, the organisation\'s administrator can open this record with the private file they keep.', organisationNone: 'Not installed', organisationIs: '{{name}} · number {{keyId}}', install: 'Install the public file…', installCompare: 'Compare the number with the administrator', installed: 'Installed: {{name}}, number {{keyId}}',
    rotate: 'A new data key', rotateHint: 'When a passphrase or recovery code may have become known, or somebody has left. The record is encrypted anew and the former recovery code becomes void; nothing is lost when the power fails meanwhile.', rotateDo: 'Move to a new key', rotateText: 'The record service starts again and goes on encrypting images in the background while you work. Be ready to keep the new recovery code.', rotating: 'The record is being encrypted under the new key…', newCode: 'The new recovery code', newCodeHint: 'The former one is void when everything is encrypted anew. Give this to the administrator to keep offline; it is shown once.', kept: 'I have kept it',
    recoverFile: 'Use the organisation\'s recovery key', recoverFileLabel: 'The administrator\'s private file (.private.json)', recoverPassphrase: 'Passphrase of that file', recoverNew: 'A new passphrase for this computer (may stay empty)',
  },
} as const;
