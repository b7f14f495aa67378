import type { Clinic } from '../../clinic/clinic.ts';
import type { Io } from '../cli/io.ts';
import { type CommonOptions, openSession, type Session, sessionClinic } from '../cli/session.ts';

/** Runs one request to the clinic in a new session. Exit code 0; throws errors. */
export async function asking(
  options: CommonOptions,
  io: Io,
  ask: (clinic: Clinic, session: Session) => Promise<void>,
): Promise<number> {
  const session = await openSession(options, io);
  try {
    await ask(sessionClinic(session), session);
    return 0;
  } finally {
    await session.close();
  }
}
