/** The browser of the browser tests and the screenshots: Chromium as the system has it. */
const { existsSync } = require('node:fs');

const PLACES = [
  process.env.CHROMIUM,
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
];

/** Undefined where there is none. */
exports.chromiumPath = PLACES.find((file) => file && existsSync(file));

/** How it is started: with nothing that talks to the outside. */
exports.launchOptions = {
  executablePath: exports.chromiumPath,
  args: [
    '--no-sandbox',
    '--disable-gpu',
    '--disable-quic',
    '--no-first-run',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
  ],
};
