import type { BrowserWindow, Dialog } from 'electron';
import { visibleText } from '../../../../preload/contract/visible-text.ts';
import { patientText } from '../../../../preload/words/text.ts';
import { words } from '../../../../preload/words/current.ts';
import { desktopWords } from '../../../../preload/words/desktop-words.ts';
import type { Question } from '../../../window/handlers/handler-types.ts';

/** The most patients that a dialog names; the rest are counted. */
const mostNamed = 8;

function wordsOf(question: Question): { message: string; detail: string; yes: string } {
  const w = words();
  const desktop = desktopWords();
  if (question.kind === 'replace-key') {
    const { waiting } = question;
    const detail = [w.confirmKey.detail, ...(waiting > 0 ? [w.confirmKey.waits(waiting)] : [])].join(' ');
    return { message: w.confirmKey.message, detail, yes: w.confirmKey.yes };
  }
  const named = question.patients.slice(0, mostNamed).map((patient) => visibleText(patientText(patient)));
  const others = question.patients.length - named.length;
  const detail = [
    desktop.confirmArchive.detail,
    ...named,
    ...(others > 0 ? [desktop.confirmArchive.others(others)] : []),
  ].join('\n');
  return {
    message: desktop.confirmArchive.message(question.count),
    detail,
    yes: desktop.confirmArchive.yes,
  };
}

/** Asks in a native dialog, which no script in the window can answer. */
export async function confirmNatively(
  dialog: Pick<Dialog, 'showMessageBox'>,
  window: BrowserWindow,
  question: Question,
): Promise<boolean> {
  const { message, detail, yes } = wordsOf(question);
  const { response } = await dialog.showMessageBox(window, {
    type: 'warning',
    message,
    detail,
    buttons: [words().acts.cancel, yes],
    defaultId: 0,
    cancelId: 0,
    noLink: true,
  });
  return response === 1;
}
