#!/usr/bin/env node
'use strict';
// Runs the command with the arguments of this one, and ends as it ends.

const { spawn } = require('node:child_process');
const { constants } = require('node:os');

let path;
try {
  path = require('../lib/binary.cjs').binary();
} catch (error) {
  console.error(error.message);
  process.exit(1);
}

const args = process.argv.slice(2);
// Who kills this process means the server too.
const serves = args[0] === 'org' && args[1] === 'serve' && process.platform !== 'win32';
const child = spawn(path, serves ? [...args, '--exit-with-parent'] : args, { stdio: 'inherit' });

// A terminal sends its signals to both; a supervisor sends them to this process alone.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));

child.on('error', (error) => {
  console.error(`oktars: ${path} cannot be started: ${error.message}`);
  process.exit(1);
});
child.on('exit', (code, signal) => process.exit(code ?? 128 + (constants.signals[signal] ?? 0)));
