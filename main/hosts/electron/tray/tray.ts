import type { Menu, MenuItemConstructorOptions, NativeImage, nativeImage, Tray } from 'electron';
import type { Status } from '../../../../preload/contract/views.ts';
import type { Stop } from '../../../base/ports.ts';
import { markBitmap, markSize } from './tray-image.ts';
import { type TrayAct, type TrayItem, type TrayMark, trayModel } from './tray-model.ts';

export interface TrayPorts {
  readonly Tray: new (
    image: NativeImage,
  ) => Pick<Tray, 'setImage' | 'setToolTip' | 'setContextMenu' | 'on' | 'destroy'>;
  readonly Menu: Pick<typeof Menu, 'buildFromTemplate'>;
  readonly nativeImage: Pick<typeof nativeImage, 'createFromBitmap'>;
  readonly platform: NodeJS.Platform;
}

/** The tray icon. Updated only when its content has changed, since an open menu closes when it is replaced. */
export function createTray(
  ports: TrayPorts,
  acts: Record<TrayAct, () => void>,
): { update(status: Status | null, offersRestart: boolean): void; stop: Stop } {
  const imageOf = (mark: TrayMark): NativeImage => {
    const image = ports.nativeImage.createFromBitmap(markBitmap(mark), {
      width: markSize,
      height: markSize,
      scaleFactor: 2,
    });
    if (ports.platform === 'darwin') image.setTemplateImage(true);
    return image;
  };
  const templateOf = (item: TrayItem): MenuItemConstructorOptions => {
    if (item.kind === 'line') return { type: 'separator' };
    if (item.kind === 'words') return { label: menuLabel(item.text), enabled: false };
    return { label: item.text, click: acts[item.act] };
  };

  const tray = new ports.Tray(imageOf(trayModel(null, false).mark));
  // macOS opens the menu on a click without further code.
  if (ports.platform !== 'darwin') tray.on('click', acts.show);

  let shown = '';
  const update = (status: Status | null, offersRestart: boolean): void => {
    const model = trayModel(status, offersRestart);
    const next = JSON.stringify(model);
    if (next === shown) return;
    shown = next;
    tray.setImage(imageOf(model.mark));
    tray.setToolTip(model.tip);
    tray.setContextMenu(ports.Menu.buildFromTemplate(model.items.map(templateOf)));
  };
  update(null, false);
  return { update, stop: () => tray.destroy() };
}

/** A single `&` in a menu label underlines the next letter. */
const menuLabel = (text: string): string => text.replaceAll('&', '&&');
