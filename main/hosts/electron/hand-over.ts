import type { App } from 'electron';
import { type Given, givenSchema, readArguments } from './arguments.ts';

/** The receiver of files and links. */
interface Receiver {
  show(): void;
  files(paths: readonly string[]): void;
  link(text: string): void;
}

export interface HandOver {
  /** Passes on what has arrived and what arrives later; keeps it until this is called. */
  to(receiver: Receiver): void;
}

/**
 * Receives files and links from other programs. Create it before Electron is ready: macOS sends the opened file
 * immediately. A second start also sends its own parsed arguments, since Chromium reorders the command line in the
 * event.
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
    // A second start at login must not show the window.
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
