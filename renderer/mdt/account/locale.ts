/** Words of one's own account: the second factor. */
export const accountLocale = {
  zh: {
    title: '登录的第二重验证', off: '未启用', on: '已启用 · 剩余恢复码 {{count}} 个', hint: '启用后，登录时除密码外还需输入验证器 App 显示的 6 位验证码。无法连接平台时，在登录过的本机仍可只用密码登录。',
    begin: '启用', beginTitle: '启用登录的第二重验证', end: '停用', endTitle: '停用登录的第二重验证', close: '关闭', scan: '用验证器 App 扫描二维码，再输入其显示的 6 位验证码。', manual: '不能扫描时，在 App 中手动输入此密钥：', qr: '二维码', code: '验证码', codeOrRecovery: '验证码或恢复码', confirm: '确认', cancel: '取消',
    recoveryTitle: '请保存恢复码', recoveryHint: '手机丢失时，用其中一个代替验证码登录；每个只能用一次。此处只显示这一次，请抄写或打印后离线保存。', copy: '复制', copied: '已复制', kept: '我已保存', endHint: '停用前请输入当前验证码或一个恢复码。',
  },
  en: {
    title: 'Second factor at sign-in', off: 'Off', on: 'On · {{count}} recovery codes left', hint: 'With it, signing in asks for the six digits of an authenticator app beside the password. Without the platform, a console you signed in at before still takes the password alone.',
    begin: 'Turn on', beginTitle: 'Turn on the second factor', end: 'Turn off', endTitle: 'Turn off the second factor', close: 'Close', scan: 'Scan the code with an authenticator app, then enter the six digits it shows.', manual: 'If it cannot be scanned, type this key into the app:', qr: 'QR code', code: 'Code', codeOrRecovery: 'Code or recovery code', confirm: 'Confirm', cancel: 'Cancel',
    recoveryTitle: 'Keep these recovery codes', recoveryHint: 'If the phone is lost, one of them takes the place of the code; each works once. They are shown only now: write them down or print them and keep them offline.', copy: 'Copy', copied: 'Copied', kept: 'I have kept them', endHint: 'Enter the present code or a recovery code to turn it off.',
  },
};
