/**
 * The signals that ask the command line to stop. On Windows a closed console window is SIGHUP, after which a process
 * has about five seconds, and Ctrl-Break is SIGBREAK; SIGTERM never comes from outside ("Signal events", Node's
 * documentation). A log-off sends a console program nothing (CTRL_LOGOFF_EVENT, "HandlerRoutine", Win32 documentation):
 * it ends it, and the database resumes the work. On POSIX, SIGHUP keeps its effect, since a handler would undo `nohup`.
 */
export const stopSignals = (platform: NodeJS.Platform = process.platform): readonly NodeJS.Signals[] =>
  platform === 'win32' ? ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGBREAK'] : ['SIGINT', 'SIGTERM'];
