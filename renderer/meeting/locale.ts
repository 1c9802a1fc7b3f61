/** Words of the lobby and the meeting room; namespace `meeting`. */
export const meetingLocale = {
  zh: {
    lobby: {
      title: '进入会议前', camera: '摄像头', microphone: '麦克风', speaker: '扬声器', noCamera: '不使用摄像头', noMicrophone: '不使用麦克风（只听）', systemDefault: '系统默认',
      level: '麦克风音量', join: '加入会议', joining: '正在加入…', joinListen: '加入（只听）', joinAudio: '加入（仅语音）', already: '已在会议中', nobodyYet: '还没有人进入会议', presentUnknown: '暂时无法得知（未能询问会议平台），将继续询问', preview: '本机画面预览', previewOff: '摄像头未开启',
      retry: '重试', back: '返回', unnamed: '设备 {{number}}', ready: '准备就绪', opening: '正在打开设备…',
    },
    problem: {
      camera: {
        'camera-denied': '摄像头未获授权。请在系统设置中允许本程序使用摄像头（Windows:设置 → 隐私和安全性 → 相机 → 允许桌面应用访问；macOS:系统设置 → 隐私与安全性 → 相机），然后点“重试”。也可以不开摄像头直接加入。',
        'no-device': '未找到摄像头。请接好摄像头或选择其他设备后点“重试”，也可以不开摄像头直接加入。',
        'device-busy': '摄像头无法启动，可能被其他程序占用。请关闭占用它的程序后点“重试”，也可以不开摄像头直接加入。',
      },
      microphone: {
        'camera-denied': '麦克风未获授权。请在系统设置中允许本程序使用麦克风（Windows:设置 → 隐私和安全性 → 麦克风 → 允许桌面应用访问；macOS:系统设置 → 隐私与安全性 → 麦克风），然后点“重试”。也可以只听不说，直接加入。',
        'no-device': '未找到麦克风。请接好麦克风或选择其他设备后点“重试”，也可以只听不说，直接加入。',
        'device-busy': '麦克风无法启动，可能被其他程序占用。请关闭占用它的程序后点“重试”，也可以只听不说，直接加入。',
      },
    },
    control: {
      mute: '静音', unmute: '取消静音', cameraOn: '打开摄像头', cameraOff: '关闭摄像头', take: '开始演示', request: '请求演示', requested: '已请求，等待同意', give: '移交演示', giveTo: '移交给 {{name}}', nobodyElse: '没有其他参会者',
      takeBack: '收回演示', roam: '自由浏览', follow: '跟随演示', leave: '离开会议', shortcuts: '快捷键：M 静音，V 摄像头，T 演示', toolbar: '会议控制',
    },
    presenter: {
      you: '你正在演示', other: '{{name}}（{{hospital}}）正在演示', nobody: '无人演示', roaming: '你在自由浏览，画面不跟随演示者', away: '演示者暂时离线',
      requestTitle: '演示请求', requestText: '{{name}}（{{hospital}}）请求演示。移交后，由对方控制所有人的画面。', allow: '移交', refuse: '暂不',
    },
    tile: { you: '我', muted: '已静音', presenting: '演示中', noVideo: '未开摄像头', list: '参会者' },
    link: { good: '连接良好', fair: '连接一般', poor: '连接较差', connecting: '正在连接', broken: '连接中断，正在重连', relayed: '经平台转发', rtt: '往返 {{ms}} 毫秒' },
    connection: { connecting: '正在连接会议平台…', reconnecting: '会议平台暂时断开，正在重连；画面和声音继续', failed: '无法进入会议', left: '已离开会议', retry: '重新加入' },
  },
  en: {
    lobby: {
      title: 'Before you join', camera: 'Camera', microphone: 'Microphone', speaker: 'Speaker', noCamera: 'No camera', noMicrophone: 'No microphone (listen only)', systemDefault: 'System default',
      level: 'Microphone level', join: 'Join meeting', joining: 'Joining…', joinListen: 'Join (listen only)', joinAudio: 'Join (audio only)', already: 'Already in the meeting', nobodyYet: 'Nobody has entered yet', presentUnknown: 'Not known: the meeting platform could not be asked; trying again', preview: 'Preview of this camera', previewOff: 'Camera is off',
      retry: 'Try again', back: 'Back', unnamed: 'Device {{number}}', ready: 'Ready', opening: 'Opening devices…',
    },
    problem: {
      camera: {
        'camera-denied': 'The camera is not allowed. Allow it for this program in the system settings (Windows: Settings → Privacy & security → Camera → Let desktop apps access; macOS: System Settings → Privacy & Security → Camera), then try again. You can also join without it.',
        'no-device': 'No camera was found. Connect one or choose another, then try again. You can also join without it.',
        'device-busy': 'The camera could not be started; another program may be using it. Close that program, then try again. You can also join without it.',
      },
      microphone: {
        'camera-denied': 'The microphone is not allowed. Allow it for this program in the system settings (Windows: Settings → Privacy & security → Microphone → Let desktop apps access; macOS: System Settings → Privacy & Security → Microphone), then try again. You can also join and only listen.',
        'no-device': 'No microphone was found. Connect one or choose another, then try again. You can also join and only listen.',
        'device-busy': 'The microphone could not be started; another program may be using it. Close that program, then try again. You can also join and only listen.',
      },
    },
    control: {
      mute: 'Mute', unmute: 'Unmute', cameraOn: 'Turn camera on', cameraOff: 'Turn camera off', take: 'Present', request: 'Ask to present', requested: 'Asked; waiting', give: 'Hand over', giveTo: 'Hand over to {{name}}', nobodyElse: 'Nobody else is here',
      takeBack: 'Take back', roam: 'Look on your own', follow: 'Follow presenter', leave: 'Leave meeting', shortcuts: 'Keys: M mute, V camera, T present', toolbar: 'Meeting controls',
    },
    presenter: {
      you: 'You are presenting', other: '{{name}} ({{hospital}}) is presenting', nobody: 'Nobody is presenting', roaming: 'You are looking on your own; the view does not follow', away: 'The presenter is offline for the moment',
      requestTitle: 'Request to present', requestText: '{{name}} ({{hospital}}) asks to present. After handing over, they control what everybody sees.', allow: 'Hand over', refuse: 'Not now',
    },
    tile: { you: 'Me', muted: 'Muted', presenting: 'Presenting', noVideo: 'Camera off', list: 'Participants' },
    link: { good: 'Good connection', fair: 'Fair connection', poor: 'Poor connection', connecting: 'Connecting', broken: 'Connection lost, reconnecting', relayed: 'through the platform', rtt: 'round trip {{ms}} ms' },
    connection: { connecting: 'Connecting to the meeting platform…', reconnecting: 'The meeting platform is away, reconnecting; picture and sound go on', failed: 'Could not enter the meeting', left: 'You left the meeting', retry: 'Join again' },
  },
} as const;
