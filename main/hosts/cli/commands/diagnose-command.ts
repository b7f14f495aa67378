import { diagnosisText } from '../../../../preload/words/text.ts';
import { diagnose } from '../../../clinic/diagnose.ts';
import { systemClock } from '../../system-clock.ts';
import { type Io, printLines } from '../io.ts';
import { type CommonOptions, openSession, sessionClinic } from '../session.ts';

/** `chartdrop diagnose`: checks the connection step by step. Exit code 1 if a step fails. */
export async function diagnoseCommand(options: CommonOptions, io: Io): Promise<number> {
  const session = await openSession(options, io);
  try {
    const found = await diagnose({
      client: sessionClinic(session).client,
      baseUrl: session.place.baseUrl,
      hasKey: true,
      clock: systemClock,
      options: { priority: 'window', signal: io.signal },
    });
    if (options.json) io.out(JSON.stringify(found));
    else printLines(diagnosisText(found), (line) => io.out(line));
    return found.steps.some(({ state }) => state === 'failed') ? 1 : 0;
  } finally {
    await session.close();
  }
}
