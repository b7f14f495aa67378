import { Command, CommanderError, InvalidArgumentError, Option } from 'commander';
import type { ErrorCode } from '../../../preload/contract/errors.ts';
import { afterFilingSchema } from '../../../preload/contract/job.ts';
import { scanFolderSchema } from '../../../preload/contract/scan-folder.ts';
import { heicPhotosSchema } from '../../../preload/contract/settings.ts';
import { actErrorText } from '../../../preload/words/text.ts';
import type { RateLimit } from '../../clinic/budget/rate-budget.ts';
import { asChartdropError } from '../../base/errors.ts';
import { productVersion } from '../product.ts';
import {
  archiveCommand,
  attachmentsCommand,
  type AttachmentsOptions,
  saveCommand,
  showCommand,
} from './commands/attachment-commands.ts';
import { clinicCommand, patientsCommand } from './commands/clinic-commands.ts';
import { diagnoseCommand } from './commands/diagnose-command.ts';
import {
  exportHistoryCommand,
  type ExportOptions,
  verifyHistoryCommand,
} from './commands/history-commands.ts';
import { type Io, printLines } from './io.ts';
import type { CommonOptions, DataOptions } from './session.ts';
import type { ServeOptions } from '../serve/serve-command.ts';
import {
  exportSettingsCommand,
  importSettingsCommand,
  type ImportOptions,
} from './commands/settings-commands.ts';
import { statusCommand } from './commands/status-command.ts';
import { uploadCommand, type UploadOptions } from './commands/upload-command.ts';
import { watchCommand, type WatchOptions } from './commands/watch-command.ts';

/** Exit codes: all succeeded; something failed; the command is invalid. */
const notDone = 1;
const usage = 2;
const misunderstood: readonly ErrorCode[] = ['request-invalid', 'pattern-invalid'];

/** Runs one command line and returns the exit code. Prints errors in words on `io.err`, and as data with `--json`. */
export async function runProgram(args: readonly string[], io: Io): Promise<number> {
  let exitCode = 0;
  const program = createProgram(io, (code) => (exitCode = code));
  try {
    await program.parseAsync(args, { from: 'user' });
    return exitCode;
  } catch (thrown) {
    if (thrown instanceof CommanderError) return thrown.exitCode === 0 ? 0 : usage;
    const error = asChartdropError(thrown);
    io.err(`chartdrop: ${actErrorText(error)}`);
    if (args.includes('--json')) {
      io.out(JSON.stringify({ error: { code: error.code, message: actErrorText(error) } }));
    }
    return misunderstood.includes(error.code) ? usage : notDone;
  }
}

function createProgram(io: Io, end: (code: number) => void): Command {
  const program = new Command('chartdrop')
    .description('Gets scans into the patient’s chart.')
    .version(productVersion)
    .exitOverride()
    .configureOutput({
      writeOut: (text) => printLines(text, (line) => io.out(line)),
      writeErr: (text) => printLines(text, (line) => io.err(line)),
    });

  const command = (signature: string, description: string, parent = program): Command =>
    parent
      .command(signature)
      .description(description)
      .option(
        '--demo',
        'talk to the built-in demo clinic, which keeps what it is given in the data directory',
        false,
      )
      .option('--json', 'print the result as JSON', false)
      .option('--data <dir>', 'where Chartdrop keeps its data')
      .option('--api-key-file <file>', 'read the API key from this file instead of CHARTDROP_API_KEY')
      .addOption(new Option('--rate <requests/seconds>', 'the account’s request limit').argParser(rateOf));
  /** A command that ends with its answer, and keeps trying for a while before it gives up. */
  const oneShot: MakeCommand = (...given) =>
    command(...given).addOption(
      new Option('--wait <seconds>', 'how long to keep trying while the clinic cannot be reached')
        .argParser(seconds)
        .default(120),
    );
  const toDestination = (target: Command): Command =>
    target.option('--patient <id>', 'the patient').option('--case <id>', 'the case, and with it its patient');

  toDestination(oneShot('upload <files...>', 'file these files with a patient or a case'))
    .option('--description <text>', 'words for the chart')
    .option('--accept-duplicate', 'upload although the same content is filed already', false)
    .addOption(heic())
    .action(async (files: string[], options: UploadOptions) => end(await uploadCommand(files, options, io)));

  toDestination(command('watch <folder>', 'file what a scanner puts into a folder, until Ctrl-C'))
    .addOption(new Option('--route <route>', 'how a scan finds its destination').choices(routes))
    .option('--pattern <regex>', 'named groups: patientId, or caseId, or lastName + firstName + dob')
    .option('--description <text>', 'words for the chart, for each of its scans')
    .option('--name <template>', 'how the name in the chart is made of {date} {preset} {name} {counter}')
    .option('--subfolders', 'watch its subfolders too', false)
    .option('--existing', 'take the files too that lie there when it is watched for the first time', false)
    .addOption(
      new Option('--after <what>', 'what happens to a file once filed').choices(afterFiling).default('move'),
    )
    .addOption(new Option('--method <method>', 'how changes are noticed').choices(methods).default('auto'))
    .option('--settle <seconds>', 'how long a file must stand still to be finished', seconds)
    .addOption(
      new Option('--shared <shared>', 'whether other PCs watch the folder too; auto: on a network drive')
        .choices(sharing)
        .default('auto'),
    )
    .option(
      '--take-over <seconds>',
      'how long this PC may be silent before others take its files',
      Number,
      120,
    )
    .option('--hold <seconds>', 'how long a file is held before its upload starts', seconds, 0)
    .addOption(heic())
    .action(async (folder: string, options: WatchOptions) => end(await watchCommand(folder, options, io)));

  program
    .command('serve')
    .description('put the window into a browser on this machine, until Ctrl-C')
    .option('--port <port>', 'the port to listen on; 0 takes a free one', port, 0)
    .option('--open', 'open it in the browser', false)
    .option('--root <dir>', 'where the window may look for scan folders; your home without it')
    .option('--data <dir>', 'where Chartdrop keeps its data')
    .action(async (options: ServeOptions) => {
      // Loaded here, since no other command needs its server, a third of the program.
      const { serveCommand } = await import('../serve/serve-command.ts');
      end(await serveCommand(options, io));
    });

  command('diagnose', 'how far the way to the clinic goes, step by step').action(
    async (options: CommonOptions) => end(await diagnoseCommand(options, io)),
  );
  addHistoryCommands(program, command, io, end);
  addSettingsCommands(program, io, end);
  addClinicCommands(oneShot, toDestination, io, end);
  return program;
}

/** Creates a command with the shared options, below the program or another command. */
type MakeCommand = (signature: string, description: string, parent?: Command) => Command;

function addHistoryCommands(
  program: Command,
  command: MakeCommand,
  io: Io,
  end: (code: number) => void,
): void {
  command('status', 'how many files stand where, and which wait for a person').action(
    async (options: CommonOptions) => end(await statusCommand(options, io)),
  );
  const history = program
    .command('history')
    .description('what was done, by whom, and whether it is as it was written');
  command('verify', 'whether every entry is as it was written', history).action(
    async (options: CommonOptions) => end(await verifyHistoryCommand(options, io)),
  );
  command('export', 'the entries as CSV', history)
    .requiredOption('--csv <file>', 'where to; - writes them to standard output')
    .option('--from <day>', 'the first day, YYYY-MM-DD', day)
    .option('--to <day>', 'the last day, YYYY-MM-DD', day)
    .action(async (options: ExportOptions) => end(await exportHistoryCommand(options, io)));
}

function addSettingsCommands(program: Command, io: Io, end: (code: number) => void): void {
  const settings = program.command('settings').description('the settings of the window, for other PCs');
  const command = (signature: string, description: string): Command =>
    settings
      .command(signature)
      .description(description)
      .option('--data <dir>', 'where Chartdrop keeps its data');
  command('export [file]', 'write them to a new file, or to standard output').action(
    async (file: string | undefined, options: DataOptions) =>
      end(await exportSettingsCommand(file, options, io)),
  );
  command('import <file>', 'show what a file would change')
    .option('--apply', 'make the changes', false)
    .option('--json', 'print the result as JSON', false)
    .action(async (file: string, options: ImportOptions) =>
      end(await importSettingsCommand(file, options, io)),
    );
}

function addClinicCommands(
  command: MakeCommand,
  toDestination: (target: Command) => Command,
  io: Io,
  end: (code: number) => void,
): void {
  command('clinic', 'whose key this is').action(async (options: CommonOptions) =>
    end(await clinicCommand(options, io)),
  );
  command('patients <query>', 'find patients by name, id, date of birth or old reference').action(
    async (query: string, options: CommonOptions) => end(await patientsCommand(query, options, io)),
  );
  toDestination(command('attachments', 'list attachments of a patient, of a case, or all'))
    .option('--filter <field:operator-value>', 'only those; may be repeated', collected, [])
    .option('--sort <field[:desc]>', 'in this order; may be repeated', collected, [])
    .option('--archived', 'archived ones too', false)
    .option('--limit <n>', 'at most so many', countOf)
    .action(async (options: AttachmentsOptions) => end(await attachmentsCommand(options, io)));
  command('show <id>', 'everything that the clinic tells of one attachment').action(
    async (id: string, options: CommonOptions) => end(await showCommand(id, options, io)),
  );
  command('save <id> <file>', 'save a copy of one attachment into a new file').action(
    async (id: string, file: string, options: CommonOptions) => end(await saveCommand(id, file, options, io)),
  );
  command('archive <id>', 'hide an attachment in the clinic; it cannot be undone here').action(
    async (id: string, options: CommonOptions) => end(await archiveCommand(id, options, io)),
  );
}

const heic = (): Option =>
  new Option('--heic <how>', 'send HEIC photos as they are, or as JPEG')
    .choices(heicPhotosSchema.options)
    .default('keep');

const routes = ['inbox', 'page', 'filename', 'subfolder'];
const afterFiling = afterFilingSchema.options;
const sharing = scanFolderSchema.shape.shared.unwrap().options;
const methods = scanFolderSchema.shape.watchMethod.options;

const collected = (value: string, before: string[]): string[] => [...before, value];

function countOf(text: string): number {
  const value = Number(text);
  if (!/^\d{1,9}$/.test(text) || value === 0)
    throw new InvalidArgumentError('It must be a whole number above 0.');
  return value;
}

function port(text: string): number {
  const value = Number(text);
  if (!/^\d{1,5}$/.test(text) || value > 65_535) throw new InvalidArgumentError('It must be 0 to 65535.');
  return value;
}

/** Midnight at the start of a day in this machine's time zone. */
function day(text: string): Date {
  const [, year, month, date] = /^(\d{4})-(\d\d)-(\d\d)$/.exec(text)?.map(Number) ?? [];
  const found = new Date(year ?? NaN, (month ?? NaN) - 1, date ?? NaN);
  if (!(found.getDate() === date && found.getMonth() + 1 === month)) {
    throw new InvalidArgumentError('It must be a day, such as 2026-11-24.');
  }
  return found;
}

function seconds(text: string): number {
  const value = Number(text);
  if (text.trim() === '' || !(value >= 0 && value <= 600)) {
    throw new InvalidArgumentError('It must be a number of seconds, 600 at the most.');
  }
  return value;
}

/** `REQUESTS/SECONDS`, such as `200/60`. */
function rateOf(text: string): RateLimit {
  const [, requests, seconds] = /^(\d{1,6})\/(\d{1,4}(?:\.\d{1,3})?)$/.exec(text) ?? [];
  const limit = { requests: Number(requests), windowMs: Number(seconds) * 1000 };
  if (!(limit.requests >= 1) || !(limit.windowMs >= 1)) {
    throw new InvalidArgumentError('It must be REQUESTS/SECONDS, such as 200/60.');
  }
  return limit;
}
