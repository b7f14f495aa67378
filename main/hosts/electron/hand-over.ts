import type { App } from 'electron';
import { type Given, givenSchema, readArguments } from './arguments.ts';

/** Who does something with what is handed over. */
interface Receiver {
  show(): void;
  files(paths: readonly string[]): void;
  link(text: string): void;
}

export interface HandOver {
  /** Hands over what came so far, and all that comes; until then it is kept. */
  to(receiver: Receiver): void;
}

/**
 * Hears what other programs want of this one. It must be there before Electron is ready: macOS hands over the file by
 * which the program was started at once. A second start sends its own reading of its arguments along, since Chromium
 * reorders the command line that the event carries.
 */
export function createHandOver(app: Pick<App, 'on' | 'isPackaged'>, first: Given): HandOver {
  const kept: ((receiver: Receiver) => void)[] = [];
  let receiver: Receiver | null = null;

  const hand = (deliver: (receiver: Receiver) => void): void => {
    if (receiver === null) kept.push(deliver);
    else deliver(receiver);
  };
  const deliverGiven = ({ files, links }: Given): void => {
    if (files.length > 0) hand((to) => to.files(files));
    for (const link of links) hand((to) => to.link(link));
  };

  deliverGiven(first);
  app.on('second-instance', (_event, argv, cwd, data) => {
    const sent = givenSchema.safeParse(data);
    const given = sent.success ? sent.data : readArguments(argv, { cwd, isPackaged: app.isPackaged });
    // The system may start it once more at login; nobody asked to see it then.
    if (!given.hidden) hand((to) => to.show());
    deliverGiven(given);
  });
  app.on('open-file', (event, path) => {
    event.preventDefault();
    hand((to) => {
      to.show();
      to.files([path]);
    });
  });
  app.on('open-url', (event, url) => {
    event.preventDefault();
    hand((to) => {
      to.show();
      to.link(url);
    });
  });

  return {
    to(next) {
      receiver = next;
      for (const deliver of kept.splice(0)) deliver(next);
    },
  };
}
