'use strict';
// Finds the command: the package of this platform has it, which npm installs as an optional dependency.

const { existsSync } = require('node:fs');
const { join, dirname } = require('node:path');
const own = require('../package.json');

/** The platforms that have a package, as `linux-x64`. */
const PLATFORMS = Object.keys(own.optionalDependencies).map((name) => name.replace('@oktars/cli-', ''));

/** This platform. The binary for Linux needs glibc, and Alpine has another C library. */
function platform() {
  const name = `${process.platform}-${process.arch}`;
  if (process.platform !== 'linux') return name;
  const { header } = process.report.getReport();
  return header.glibcVersionRuntime ? name : `${name}-musl`;
}

/** The path of the command: that of the variable OKTARS, or that of the package of this platform. */
function binary() {
  if (process.env.OKTARS) {
    if (!existsSync(process.env.OKTARS)) throw new Error(`oktars: OKTARS names ${process.env.OKTARS}, which does not exist`);
    return process.env.OKTARS;
  }
  const here = platform();
  if (!PLATFORMS.includes(here)) {
    throw new Error(
      `oktars has no binary for ${here}; it has one for ${PLATFORMS.join(', ')}. ` +
        'Build it with cargo, and name it in the variable OKTARS',
    );
  }
  const name = `@oktars/cli-${here}`;
  let manifest;
  try {
    manifest = require.resolve(`${name}/package.json`);
  } catch {
    throw new Error(
      `oktars: the package ${name} is not installed. npm leaves it out with --omit=optional or --no-optional, ` +
        'and if package-lock.json was written on another platform. Install again without these options',
    );
  }
  const { version } = require(manifest);
  if (version !== own.version) {
    throw new Error(`oktars ${own.version} needs ${name} ${own.version}, and ${version} is installed. Install both again`);
  }
  return join(dirname(manifest), 'bin', process.platform === 'win32' ? 'oktars.exe' : 'oktars');
}

/** Fails if the command is not of the version of this package. */
function sameVersion(version) {
  if (version === own.version) return;
  throw new Error(
    `oktars: the package has version ${own.version}, and the command that started has version ${version ?? 'before 0.1.0'}. ` +
      'Use the two with the same version: see the variable OKTARS',
  );
}

module.exports = { binary, sameVersion };
