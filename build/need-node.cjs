'use strict';
// Runs first in `npm start`, `npm test` and the command line, on any version of Node, so it uses old syntax only. npm
// installs the right Node for Linux, x64 Windows and x64 macOS; on other systems a person installs it.

const wanted = 24;

/** A line that names the required and the current Node, or null if the current one fits. */
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
