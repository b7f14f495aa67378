import type { Attachment } from 'svelte/attachments';
import type { Core } from './core.svelte.ts';

/** Shows the bytes of a path in a picture, by an address valid for ten minutes. */
export const shows =
  (core: Core, path: string): Attachment<HTMLImageElement> =>
  (element) => {
    let isGone = false;
    void core.bridge.addressOf(path).then((address) => {
      if (!isGone) element.src = address;
    });
    return () => {
      isGone = true;
      // The picture belonged to another record.
      element.removeAttribute('src');
    };
  };

/** Saves the bytes of a path under a name, by an address valid for ten minutes. */
export async function saveAs(core: Core, path: string, name: string): Promise<void> {
  const link = document.createElement('a');
  link.href = await core.bridge.addressOf(path);
  link.download = name;
  link.click();
}

/** For a download link: the address is created when it is clicked. */
export const saves =
  (core: Core, path: string): Attachment<HTMLAnchorElement> =>
  (link) => {
    const follow = (event: Event): void => {
      event.preventDefault();
      void saveAs(core, path, link.download);
    };
    link.addEventListener('click', follow);
    return () => link.removeEventListener('click', follow);
  };
