import { arch, platform, release } from 'node:os';
import type { Diagnosis } from '../../preload/contract/diagnosis.ts';
import { emptyAccount, type FolderAccount } from '../../preload/contract/folder-account.ts';
import type { ScanFolder } from '../../preload/contract/scan-folder.ts';
import type { HandlerDeps } from './handlers/handler-types.ts';
import { statusOf } from './status.ts';

const logLines = 500;

/**
 * The report for support: versions, settings without paths and people, the network's state, counts, and the end of the
 * log. Names no patient, file, path, key, user or machine.
 */
export function reportOf(deps: HandlerDeps, diagnosis: Diagnosis): string {
  const { desk, clock, info } = deps;
  const { clinic, problem, connection, pausedBy, rate, counts, today } = statusOf(
    desk,
    clock.now(),
    deps.revision(),
  );
  const report = {
    made: new Date(clock.now()).toISOString(),
    program: { version: info.version, host: info.host, node: process.versions.node },
    system: { platform: platform(), release: release(), architecture: arch() },
    settings: { preferences: desk.preferences(), folders: desk.folders().map(nameless) },
    state: { clinic, problem, connection, pausedBy, rate, counts, today },
    accounts: desk.folders().map(({ id }) => counted(desk.app().scans.account(id) ?? emptyAccount)),
    diagnosis,
    log: deps.log.tail(logLines).map((line) => JSON.parse(line) as unknown),
  };
  return `${JSON.stringify(report, null, 2)}\n`;
}

/** The account of a folder, without the names of its entries. */
function counted({ unfinished, leftAlone, refused, stuck, stuckCount, blocked }: FolderAccount) {
  return {
    ...{ unfinished, leftAlone, stuckCount, blocked },
    refused: refused.map(({ rule, count }) => ({ rule, count })),
    stuck: stuck.map(({ kind, code, since }) => ({ kind, code, since })),
  };
}

/** A folder's settings. Types and patterns are left out as a person's words, and the destination as a patient. */
function nameless({
  route,
  subfolders,
  types,
  ignore,
  afterFiling,
  watchMethod,
  settleMs,
  shared,
}: ScanFolder) {
  const counted = { types: types.length, ignore: ignore.length };
  return { route: route.kind, subfolders, ...counted, afterFiling, watchMethod, settleMs, shared };
}
