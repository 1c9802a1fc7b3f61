/** Words of the shell: unlocking, signing in, navigation, synchronisation. */
export const appLocale = {
  zh: {
    product: '远程 MDT 会诊台', cases: '病例', agenda: '日程', settings: '设置', language: 'English', signOut: '退出登录', signInAgain: '重新登录', back: '返回', close: '关闭', loading: '正在载入…', frameProblem: '无法显示该图像', pageBroken: '此页面出错，无法显示', pageBrokenHint: '已保存的内容不受影响。可以重新显示此页面，或从上方转到其他页面继续工作；若反复出现，请把下面的原文告诉软件维护方。', pageAgain: '重新显示', details: '技术细节',
    vaultNewTitle: '设置本机数据口令', vaultNewHint: '本机没有可用的系统密钥库。请设置口令，用于加密本机的病例与影像；每次打开时需输入。', vaultNewKeystore: '病例与影像将加密保存在本机，密钥由系统密钥库保护。', passphrase: '口令（至少 8 位）', passphraseAgain: '再次输入口令', passphraseDiffers: '两次输入不一致', create: '创建加密数据库',
    recoveryTitle: '请保存恢复码', recoveryHint: '忘记口令时，只有此恢复码能打开数据。请交由管理员离线保存；此处只显示一次。', recoveryDone: '我已保存', unlockTitle: '打开本机数据', unlock: '打开', useRecovery: '使用恢复码', usePassphrase: '使用口令', recoveryCode: '恢复码',
    signInTitle: '登录', account: '账号', password: '密码', signIn: '登录', sampleAccounts: '示例账号（演示用）', sampleHint: '密码 {{password}} · 签名 PIN {{pin}}', signInCode: '验证码', signInCodeHint: '输入验证器 App 显示的 6 位数字；手机不在身边时可输入一个恢复码。', signInOffline: '无法连接平台时不能首次登录。',
    keyTitle: '设置签名 PIN', keyHint: '签署会诊意见时使用；私钥以此 PIN 加密，仅在本机签名时解开。', pin: '签名 PIN（至少 6 位）', later: '稍后',
    sync: { online: '已连接', offline: '离线', syncing: '同步中', signedOut: '未登录' }, outbox: '待同步 {{count}}', uploads: '上传 {{count}} 个', downloads: '下载 {{count}} 个', lastContact: '上次连接 {{time}}', platform: '平台', embedded: '本机内置平台', drift: '时钟有偏差',
    coreRestarting: '记录服务正在重启；已保存的内容不会丢失', coreFailed: '记录服务无法启动', coreRestarted: '记录服务已恢复',
    leadHospital: '牵头医院', create_: '新建', chooseLead: '选择牵头医院', newCaseTitle: '新建会诊申请', caseNo: '申请编号', patientBanner: '患者', dob: '出生 {{date}}', noCase: '请从左侧日程选择病例',
    platformUrl: '平台地址', platformHere: '正在使用本机内置平台，本机其他会诊台可填此地址', platformThere: '正在使用', platformUrlHint: '留空则使用本机内置平台；更改后重新打开窗口生效。', saveSettings: '保存', settingsSaved: '已保存', accept: '受理', meetingAgenda: '议程', panelOpinions: '意见', panelMinutes: '记录', panelDecision: '决定', panelSign: '签署', leaveMeeting: '离开会议', currentCase: '正在讨论', call: '讨论此病例', chainTitle: '对象参照链', notCalled: '等待主持人开始病例讨论', noCaseYet: '尚未开始病例讨论', panelWaits: '病例讨论开始后可填写。', evidence: '引用当前画面',
    hidePanel: '收起', showPanel: '展开',
  },
  en: {
    product: 'Remote MDT console', cases: 'Cases', agenda: 'Agenda', settings: 'Settings', language: '中文', signOut: 'Sign out', signInAgain: 'Sign in again', back: 'Back', close: 'Close', loading: 'Loading…', frameProblem: 'This picture cannot be shown', pageBroken: 'This page broke and cannot be shown', pageBrokenHint: 'Nothing saved is lost. Show the page again, or go on with another page above; if it happens again, tell the maker the words below.', pageAgain: 'Show again', details: 'Details',
    vaultNewTitle: 'Protect the data on this computer', vaultNewHint: 'This computer has no key store to use. Choose a passphrase; it encrypts cases and images here and is asked for at each start.', vaultNewKeystore: 'Cases and images are stored encrypted; the key is kept by the system\'s key store.', passphrase: 'Passphrase (8 or more)', passphraseAgain: 'Passphrase again', passphraseDiffers: 'The two are not the same', create: 'Create encrypted database',
    recoveryTitle: 'Keep this recovery code', recoveryHint: 'If the passphrase is forgotten only this code opens the data. Give it to the administrator to keep offline; it is shown once.', recoveryDone: 'I have kept it', unlockTitle: 'Open the data on this computer', unlock: 'Open', useRecovery: 'Use recovery code', usePassphrase: 'Use passphrase', recoveryCode: 'Recovery code',
    signInTitle: 'Sign in', account: 'Account', password: 'Password', signIn: 'Sign in', sampleAccounts: 'Sample accounts (for trying out)', sampleHint: 'Password {{password}} · signing PIN {{pin}}', signInCode: 'Code', signInCodeHint: 'The six digits of the authenticator app, or a recovery code if the phone is not at hand.', signInOffline: 'A first sign-in needs the platform.',
    keyTitle: 'Choose a signing PIN', keyHint: 'Asked for at each signature; it seals the private key, which is opened only here and only to sign.', pin: 'Signing PIN (6 or more)', later: 'Later',
    sync: { online: 'Connected', offline: 'Offline', syncing: 'Syncing', signedOut: 'Signed out' }, outbox: '{{count}} to sync', uploads: '{{count}} to upload', downloads: '{{count}} to download', lastContact: 'last contact {{time}}', platform: 'Platform', embedded: 'embedded platform', drift: 'clock is off',
    coreRestarting: 'The record service is restarting; nothing saved is lost', coreFailed: 'The record service cannot start', coreRestarted: 'The record service is back',
    leadHospital: 'Lead hospital', create_: 'Create', chooseLead: 'Choose the lead hospital', newCaseTitle: 'New request', caseNo: 'Request no.', patientBanner: 'Patient', dob: 'born {{date}}', noCase: 'Choose a case from the agenda on the left',
    platformUrl: 'Platform address', platformHere: 'Using the embedded platform; another console on this computer may use this address', platformThere: 'Using', platformUrlHint: 'Leave empty for the embedded platform; takes effect when the window is opened again.', saveSettings: 'Save', settingsSaved: 'Saved', accept: 'Accept', meetingAgenda: 'Agenda', panelOpinions: 'Opinions', panelMinutes: 'Minutes', panelDecision: 'Decision', panelSign: 'Sign', leaveMeeting: 'Leave meeting', currentCase: 'Being discussed', call: 'Discuss this case', chainTitle: 'Reference chain', notCalled: 'Waiting for the chair to start a case', noCaseYet: 'No case has been started', panelWaits: 'Available once a case is being discussed.', evidence: 'Cite this view',
    hidePanel: 'Hide', showPanel: 'Show',
  },
};

/** Errors by family and reason, in words that say what to do; the exact message is shown below them. */
export const errorLocale = {
  zh: {
    close: '关闭',
    store: { 'wrong-passphrase': '口令不正确。请重新输入；若已忘记，请使用管理员保存的恢复码。数据没有改变。', corrupt: '本机数据库损坏，请联系管理员从备份恢复。', 'disk-full': '磁盘已满，请清理空间后重试；已保存的内容不受影响。', 'read-only': '该位置不可写，请检查权限或换一个文件夹。', 'not-found': '本机没有该内容。', locked: '数据尚未打开，请先输入口令。', cancelled: '已取消。', 'newer-version': '数据由更新版本的程序写入，请把本机控制台升级到该版本或更新版本；数据没有改变。' },
    record: { 'illegal-transition': '当前状态下不能执行此操作。', 'not-permitted': '当前账号没有此操作的权限。', incomplete: '内容不完整，请补充后再试。', 'numbers-disagree': '放疗数字不一致：总剂量应等于分次数 × 单次剂量。', 'signature-invalid': '签名无效或 PIN 不正确。', 'signed-record': '意见已签署，内容不能再改。', 'not-found': '没有找到该记录。', invalid: '内容格式不正确。' },
    sync: { unreachable: '无法连接平台。请检查网络与平台地址；本机操作照常保存，恢复连接后自动同步。', unauthorized: '账号或密码不正确，或登录已过期，请重新登录。', 'wrong-password': '账号或密码不正确。密码若已被管理员重置，请用新密码登录。', 'account-disabled': '该账号已被平台管理员停用，不能再登录，也不再显示病例。如有疑问请联系平台管理员；已录入的内容仍保存在本机。', 'password-reset': '平台管理员已重置您的密码，原登录失效。请用新密码重新登录；已录入的内容保存在本机，登录后自动同步。', 'second-factor-reset': '平台管理员已取消您账号的第二重验证，并结束了登录。请用密码重新登录，再到“设置”中重新启用；已录入的内容保存在本机。', 'sign-in-there': '该账号已停用或密码已被重置，连上平台后才能登录。', 'too-many-attempts': '失败次数过多，请等一会儿再试。', 'rate-limited': '请求过于频繁，平台要求稍等；已录入的内容保存在本机，稍后自动继续。', 'wrong-code': '验证码不正确或已使用过，请等下一个验证码再输入。', 'protocol-version': '本机软件与平台版本不一致，请联系管理员升级。', refused: '平台未接受该操作。', integrity: '传输内容校验失败，将重新传输。', restored: '平台已从较早的备份恢复，本机正在交还平台缺少的记录，完成后自动继续。' },
    meeting: { 'camera-denied': '摄像头或麦克风未获许可。请在系统设置中允许本程序使用；也可以不带摄像头参会。', 'no-device': '没有找到摄像头或麦克风；可以仅收听参会。', 'device-busy': '摄像头或麦克风被其他程序占用，请关闭后重试。', 'peer-failed': '与对方的连接中断，正在重新连接。', 'not-presenter': '您当前不是演示者。', 'not-invited': '本单位不在该会议名单中。', 'not-live': '会议尚未开始或已经结束。' },
    dicom: { 'not-dicom': '不是 DICOM 文件。', truncated: '文件不完整，请重新导出。', unsupported: '暂不支持该格式。', 'missing-attribute': '缺少必需的属性。', 'broken-value': '属性值有错误。' },
    rt: { 'frame-of-reference-mismatch': '坐标系不一致，不能叠加显示。', 'no-closed-contour': '该结构没有闭合轮廓。', 'broken-chain': '放疗对象的参照关系不完整。', unsupported: '暂不支持该类放疗对象。', 'missing-attribute': '缺少必需的属性。', 'broken-value': '属性值有错误。' },
    deid: { 'folder-not-empty': '该文件夹不是空的。请选择新的或空的文件夹，以免去标识的文件与其他文件混在一起。' },
    screen: { refused: '未能在另一屏幕打开阅片窗口。请先关闭一个阅片窗口后重试。' },
    internal: { unexpected: '程序内部出错；已保存的内容不受影响。请再试一次，仍不行请把下面的原文告诉软件维护方。' },
    ipc: { 'core-unavailable': '记录服务正在重启，请稍后再试；已保存的内容不会丢失。', 'bad-request': '内容格式不正确。', 'bad-sender': '请求来源不被允许。', 'unknown-channel': '内部错误：未知请求。' },
  },
  en: { close: 'Close', internal: { unexpected: 'Something went wrong inside the program; nothing saved is lost. Try again; if it stays, tell the maker the words below.' } },
};
