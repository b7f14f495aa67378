import type { MenuItemConstructorOptions } from 'electron';
import type { ShownView } from '../../../preload/contract/host.ts';
import { menuTexts } from '../../../renderer/text/desktop.ts';

export interface MenuActs {
  readonly view: (view: ShownView) => void;
  readonly togglePause: () => void;
  readonly disarm: () => void;
  readonly quit: () => void;
}

/** The keys are those that the window itself knows, so that they work in a browser too. */
const views: readonly [ShownView & keyof typeof menuTexts, string][] = [
  ['find', 'CmdOrCtrl+F'],
  ['inbox', 'CmdOrCtrl+1'],
  ['queue', 'CmdOrCtrl+2'],
  ['attachments', 'CmdOrCtrl+3'],
  ['history', 'CmdOrCtrl+4'],
  ['settings', 'CmdOrCtrl+,'],
];

/**
 * The program's menu. Reload and the developer's tools are there only while developing: a packaged window has nothing to
 * reload, and its tools would show patients' data as they travel.
 */
export function menuTemplate(
  given: { platform: NodeJS.Platform; isPackaged: boolean },
  acts: MenuActs,
): MenuItemConstructorOptions[] {
  const isMac = given.platform === 'darwin';
  const line: MenuItemConstructorOptions = { type: 'separator' };
  const about: MenuItemConstructorOptions = { role: 'about', label: menuTexts.about };
  const quit: MenuItemConstructorOptions = {
    label: menuTexts.quit,
    accelerator: 'CmdOrCtrl+Q',
    click: acts.quit,
  };
  const work: MenuItemConstructorOptions[] = [
    { label: menuTexts.pause, accelerator: 'CmdOrCtrl+Shift+P', click: acts.togglePause },
    { label: menuTexts.disarm, accelerator: 'CmdOrCtrl+Shift+D', click: acts.disarm },
  ];
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
              { role: 'hide' },
              { role: 'hideOthers' },
              { role: 'unhide' },
              line,
              quit,
            ] as MenuItemConstructorOptions[],
          },
        ]
      : []),
    { label: menuTexts.file, submenu: [...work, ...(isMac ? [] : [line, quit])] },
    {
      label: menuTexts.edit,
      submenu: [
        { role: 'undo' },
        { role: 'redo' },
        line,
        { role: 'cut' },
        { role: 'copy' },
        { role: 'paste' },
        { role: 'selectAll' },
      ],
    },
    {
      label: menuTexts.view,
      submenu: [
        ...views.map(([view, accelerator]) => ({
          label: menuTexts[view],
          accelerator,
          click: () => acts.view(view),
        })),
        line,
        { role: 'resetZoom' },
        { role: 'zoomIn' },
        { role: 'zoomOut' },
        { role: 'togglefullscreen' },
        ...developer,
      ],
    },
    { label: menuTexts.window, submenu: [{ role: 'minimize' }, { role: 'close' }] },
    ...(isMac ? [] : [{ label: menuTexts.help, submenu: [about] }]),
  ];
}
