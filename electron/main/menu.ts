import type { MenuItemConstructorOptions } from 'electron';
import type { Language } from './settings.ts';

const words = {
  zh: { file: '文件', quit: '退出', edit: '编辑', undo: '撤销', redo: '重做', cut: '剪切', copy: '复制', paste: '粘贴', selectAll: '全选', view: '视图', actual: '实际大小', larger: '放大', smaller: '缩小', full: '全屏', window: '窗口', minimize: '最小化' },
  en: { file: 'File', quit: 'Quit', edit: 'Edit', undo: 'Undo', redo: 'Redo', cut: 'Cut', copy: 'Copy', paste: 'Paste', selectAll: 'Select All', view: 'View', actual: 'Actual Size', larger: 'Zoom In', smaller: 'Zoom Out', full: 'Full Screen', window: 'Window', minimize: 'Minimize' },
} as const;

/**
 * The application menu: what text fields and the window need, no reload and no developer tools.
 *
 * @param platform `process.platform`; macOS has its own first menu
 */
export function menuTemplate(language: Language, platform: string): MenuItemConstructorOptions[] {
  const text = words[language];
  const file: MenuItemConstructorOptions = { label: text.file, submenu: [{ role: 'quit', label: text.quit }] };
  return [
    platform === 'darwin' ? { role: 'appMenu' } : file,
    {
      label: text.edit,
      submenu: [
        { role: 'undo', label: text.undo },
        { role: 'redo', label: text.redo },
        { type: 'separator' },
        { role: 'cut', label: text.cut },
        { role: 'copy', label: text.copy },
        { role: 'paste', label: text.paste },
        { role: 'selectAll', label: text.selectAll },
      ],
    },
    {
      label: text.view,
      submenu: [
        { role: 'resetZoom', label: text.actual },
        { role: 'zoomIn', label: text.larger },
        { role: 'zoomOut', label: text.smaller },
        { type: 'separator' },
        { role: 'togglefullscreen', label: text.full },
      ],
    },
    { label: text.window, submenu: [{ role: 'minimize', label: text.minimize }] },
  ];
}
