const { join } = require('node:path');

/** Next as it comes. The copy that is built lies two folders below the packages. */
module.exports = {
  serverExternalPackages: ['pg'],
  turbopack: { root: join(__dirname, '..', '..') },
};
