import type { Status } from '../../../../preload/contract/views.ts';
import { refusedArchives } from '../../../../preload/contract/day-sum.ts';
import { armedText, workText } from '../../../../preload/words/desktop-text.ts';
import { desktopWords } from '../../../../preload/words/desktop-words.ts';

/** The acts in the tray's menu. */
export type TrayAct = 'show' | 'pause' | 'resume' | 'disarm' | 'restart' | 'quit';
export type TrayItem =
  | { readonly kind: 'words'; readonly text: string }
  | { readonly kind: 'act'; readonly text: string; readonly act: TrayAct }
  | { readonly kind: 'line' };

/** The icon: a different shape per state, never colour alone. */
export type TrayMark = 'armed' | 'nobody' | 'paused' | 'trouble';

export interface TrayModel {
  readonly mark: TrayMark;
  /** The tooltip: words and counts, no names. */
  readonly tip: string;
  readonly items: readonly TrayItem[];
}

const said = (text: string): TrayItem => ({ kind: 'words', text });
const act = (name: TrayAct): TrayItem => ({ kind: 'act', text: desktopWords().tray[name], act: name });
const line: TrayItem = { kind: 'line' };

/**
 * The content of the tray; null before the program's state is known. Offers the restart for an update, since a program
 * that hides on close is rarely quit.
 */
export function trayModel(status: Status | null, offersRestart: boolean): TrayModel {
  const last = [...(offersRestart ? [act('restart')] : []), act('quit')];
  const work = workText(status);
  if (status === null || status.clinic === null) {
    const items = [said(work), line, act('show'), line, ...last];
    return { mark: 'nobody', tip: `Chartdrop\n${work}`, items };
  }
  const { counts, today, active } = status;
  const inbox = counts.inbox > 0 ? [desktopWords().news.inbox(counts.inbox)] : [];
  const armed = active.destination !== null;
  return {
    mark: markOf(status),
    tip: ['Chartdrop', work, ...inbox].join('\n'),
    items: [
      said(work),
      ...inbox.map(said),
      said(desktopWords().trayLines.filedToday(today.filed)),
      line,
      said(armedText(active.destination)),
      ...(armed ? [act('disarm')] : []),
      line,
      act(status.pausedBy.includes('person') ? 'resume' : 'pause'),
      act('show'),
      line,
      ...last,
    ],
  };
}

function markOf(status: Status): TrayMark {
  const { counts, stuck, connection } = status;
  const needsHelp = counts.failed + refusedArchives(status) + stuck > 0;
  if (needsHelp || connection === 'key-rejected') return 'trouble';
  if (status.pausedBy.includes('person')) return 'paused';
  return status.active.destination === null ? 'nobody' : 'armed';
}
