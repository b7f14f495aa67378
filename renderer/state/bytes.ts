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

/** For a download link: the address is created when it is clicked. */
export const saves =
  (core: Core, path: string): Attachment<HTMLAnchorElement> =>
  (link) => {
    const follow = (event: Event): void => {
      event.preventDefault();
      void core.bridge.addressOf(path).then((address) => {
        const signed = document.createElement('a');
        signed.href = address;
        signed.download = link.download;
        signed.click();
      });
    };
    link.addEventListener('click', follow);
    return () => link.removeEventListener('click', follow);
  };
