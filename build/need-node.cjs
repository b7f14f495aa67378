'use strict';
// The first thing that `npm start`, `npm test` and the command line run, on whatever Node is there: plain old syntax.
// npm brings the right Node for Linux, x64 Windows and x64 macOS; elsewhere it has to be installed.

const wanted = 24;

/** One line that names the Node that is needed and the one that is there; null where this one will do. */
function needNode(version, platform, arch) {
  if (Number(version.split('.')[0]) >= wanted) return null;
  return (
    'Chartdrop needs Node ' +
    wanted +
    ' or newer; this is Node ' +
    version +
    ' (' +
    platform +
    ', ' +
    arch +
    '). ' +
    'Install it from https://nodejs.org, or run "npm ci" again where npm was told to leave optional packages out.'
  );
}

module.exports = { needNode };

const line = needNode(process.versions.node, process.platform, process.arch);
if (line !== null) {
  process.stderr.write(line + '\n');
  process.exit(1);
}
