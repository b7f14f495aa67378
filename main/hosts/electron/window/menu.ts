import type { MenuItemConstructorOptions } from 'electron';
import type { ShownView } from '../../../../preload/contract/host.ts';
import type { DesktopWords } from '../../../../preload/words/desktop-shape.ts';
import { desktopWords } from '../../../../preload/words/desktop-words.ts';

export interface MenuActs {
  readonly view: (view: ShownView) => void;
  readonly togglePause: () => void;
  readonly disarm: () => void;
  readonly quit: () => void;
  /** Restarts with the downloaded update; null if there is none. */
  readonly restart: (() => void) | null;
}

/** The shortcuts of the window itself, so that they are the same in a browser. */
const views: readonly [ShownView & keyof DesktopWords['menu'], string][] = [
  ['find', 'CmdOrCtrl+F'],
  ['desk', 'CmdOrCtrl+1'],
  ['attachments', 'CmdOrCtrl+2'],
  ['history', 'CmdOrCtrl+3'],
  ['settings', 'CmdOrCtrl+,'],
];

/**
 * The program's menu. Reload and the developer tools exist only in development: they are useless in a packaged window,
 * and the tools would show patients' data.
 */
export function menuTemplate(
  given: { platform: NodeJS.Platform; isPackaged: boolean },
  acts: MenuActs,
): MenuItemConstructorOptions[] {
  const w = desktopWords();
  // Electron's own labels are always English.
  const role = (name: keyof DesktopWords['menuRoles']): MenuItemConstructorOptions => ({
    role: name,
    label: w.menuRoles[name],
  });
  const isMac = given.platform === 'darwin';
  const line: MenuItemConstructorOptions = { type: 'separator' };
  const about: MenuItemConstructorOptions = { role: 'about', label: w.menu.about };
  const quit: MenuItemConstructorOptions = {
    label: w.menu.quit,
    accelerator: 'CmdOrCtrl+Q',
    click: acts.quit,
  };
  const work: MenuItemConstructorOptions[] = [
    { label: w.menu.pause, accelerator: 'CmdOrCtrl+Shift+P', click: acts.togglePause },
    { label: w.menu.disarm, accelerator: 'CmdOrCtrl+Shift+D', click: acts.disarm },
  ];
  if (acts.restart !== null) work.push({ label: w.menu.restart, click: acts.restart });
  const developer: MenuItemConstructorOptions[] = given.isPackaged
    ? []
    : [line, { role: 'reload' }, { role: 'toggleDevTools' }];
  return [
    ...(isMac
      ? [
          {
            label: 'Chartdrop',
            submenu: [
              about,
              line,
              role('hide'),
              role('hideOthers'),
              role('unhide'),
              line,
              quit,
            ] as MenuItemConstructorOptions[],
          },
        ]
      : []),
    { label: w.menu.file, submenu: [...work, ...(isMac ? [] : [line, quit])] },
    {
      label: w.menu.edit,
      submenu: [
        role('undo'),
        role('redo'),
        line,
        role('cut'),
        role('copy'),
        role('paste'),
        role('selectAll'),
      ],
    },
    {
      label: w.menu.view,
      submenu: [
        ...views.map(([view, accelerator]) => ({
          label: w.menu[view],
          accelerator,
          click: () => acts.view(view),
        })),
        line,
        role('resetZoom'),
        role('zoomIn'),
        role('zoomOut'),
        role('togglefullscreen'),
        ...developer,
      ],
    },
    { label: w.menu.window, submenu: [role('minimize'), role('close')] },
    ...(isMac ? [] : [{ label: w.menu.help, submenu: [about] }]),
  ];
}
