/**
 * The import table: what each folder may import, as data. The longest folder that holds a file is
 * its layer. `layers` names other layers (a name ending in `/` means everything below it); a layer
 * may always import itself. Packages and built-ins are in {@link packageHomes}.
 */
export const layers: Readonly<Record<string, readonly string[]>> = {
  'shared/errors': [],
  'shared/geometry': ['shared/errors'],
  'shared/dicom': ['shared/geometry', 'shared/errors'],
  'shared/dicom/write': ['shared/dicom', 'shared/geometry', 'shared/errors'],
  'shared/dicom/pixels': ['shared/dicom', 'shared/geometry', 'shared/errors'],
  'shared/dicom/display': ['shared/dicom', 'shared/dicom/pixels', 'shared/geometry', 'shared/errors'],
  'shared/dicom/objects': ['shared/dicom', 'shared/dicom/display', 'shared/geometry', 'shared/errors'],
  'shared/deid': ['shared/dicom', 'shared/dicom/pixels', 'shared/dicom/write', 'shared/errors'],
  'shared/volume': ['shared/dicom', 'shared/dicom/pixels', 'shared/dicom/display', 'shared/geometry', 'shared/errors'],
  'shared/rt': ['shared/volume', 'shared/dicom', 'shared/dicom/objects', 'shared/dicom/pixels', 'shared/geometry', 'shared/errors'],
  'shared/rt/phantom': ['shared/rt', 'shared/volume', 'shared/dicom', 'shared/dicom/write', 'shared/geometry', 'shared/errors'],
  'shared/mdt': ['shared/errors'],
  'shared/minutes': ['shared/mdt', 'shared/errors'],
  'shared/sync': ['shared/mdt', 'shared/errors'],
  'shared/fhir': ['shared/mdt', 'shared/errors'],
  'shared/blob': ['shared/errors'],
  'shared/viewing': ['shared/geometry', 'shared/errors'],
  'shared/annotation': ['shared/viewing', 'shared/volume', 'shared/dicom', 'shared/geometry', 'shared/errors'],
  'shared/evidence': ['shared/annotation', 'shared/viewing', 'shared/volume', 'shared/dicom', 'shared/dicom/write', 'shared/dicom/objects', 'shared/dicom/display', 'shared/geometry', 'shared/errors'],
  'shared/attachment': ['shared/evidence', 'shared/dicom', 'shared/dicom/write', 'shared/dicom/pixels', 'shared/geometry', 'shared/errors'],
  'shared/meeting': ['shared/viewing', 'shared/geometry', 'shared/errors'],
  'shared/platform': ['shared/sync', 'shared/minutes', 'shared/meeting', 'shared/viewing', 'shared/mdt', 'shared/blob', 'shared/geometry', 'shared/errors'],
  'shared/ipc': ['shared/'],
  platform: ['shared/'],
  'electron/main': ['shared/ipc', 'shared/errors', 'electron/safe'],
  'electron/safe': ['shared/errors'],
  'electron/preload': ['shared/ipc', 'shared/errors'],
  'electron/core': ['shared/', 'electron/core/', 'electron/safe'],
  'electron/core/store': ['shared/', 'electron/safe'],
  'electron/core/commands': ['shared/', 'electron/core/store'],
  'electron/core/files': ['shared/', 'electron/core/store'],
  'electron/core/deidentify': ['shared/', 'electron/core/store', 'electron/core/files'],
  'electron/core/network': ['shared/', 'electron/core/store'],
  'electron/core/sync': ['shared/', 'electron/core/store', 'electron/core/commands'],
  'electron/core/cli': ['shared/', 'electron/core/', 'electron/safe'],
  renderer: ['shared/', 'renderer/'],
  'renderer/app': ['shared/', 'renderer/'],
  'renderer/study': ['shared/'],
  'renderer/viewport': ['shared/', 'renderer/ui'],
  'renderer/documents': ['shared/', 'renderer/study', 'renderer/ui'],
  'renderer/reading': ['shared/', 'renderer/study', 'renderer/viewport', 'renderer/documents', 'renderer/ui'],
  'renderer/rt': ['shared/', 'renderer/study', 'renderer/viewport', 'renderer/reading', 'renderer/ui'],
  'renderer/meeting': ['shared/', 'renderer/ui'],
  'renderer/mdt': ['shared/', 'renderer/ui'],
  'renderer/ui': [],
  scripts: ['shared/', 'platform', 'electron/core/cli'],
  test: ['shared/', 'platform', 'electron/', 'renderer/', 'renderer', 'scripts'],
};

/**
 * Single files a layer may import beside its layers. The one entry by which core starts the platform
 * it embeds.
 */
export const fileGates: Readonly<Record<string, readonly string[]>> = {
  'electron/core': ['platform/host.ts'],
  'electron/core/cli': ['platform/host.ts'],
  scripts: ['test/app/demo/run.ts'],
};

/** Where a package may be imported: folders, or `folder|.tsx` for that file ending only. Tests are free, save for electron. */
export const packageHomes: Readonly<Record<string, readonly string[]>> = {
  'node:*': ['electron', 'platform', 'scripts'],
  zod: ['shared', 'platform', 'electron', 'renderer'],
  uuid: ['shared', 'platform', 'electron', 'renderer'],
  'sm-crypto-v2': ['shared/mdt'],
  yjs: ['shared/minutes', 'renderer/mdt/minutes'],
  '@noble/hashes': ['shared/mdt', 'shared/blob', 'shared/deid'],
  'dicom-parser': ['shared/dicom'],
  '@cornerstonejs/*': ['shared/dicom/pixels', 'electron/core/files', 'renderer/study'],
  'clipper2-ts': ['shared/rt/contours'],
  fflate: ['shared/dicom'],
  yauzl: ['electron/core/files'],
  'dcmjs-dimse': ['electron/core/network'],
  electron: ['electron/main', 'electron/preload'],
  'better-sqlite3': ['electron/core/store', 'platform/store'],
  kysely: ['platform/store'],
  pg: ['platform/store'],
  'pinyin-pro': ['electron/core/store/search'],
  'tus-js-client': ['electron/core/sync'],
  fastify: ['platform'],
  'socket.io': ['platform'],
  '@tus/server': ['platform'],
  '@tus/file-store': ['platform'],
  'socket.io-client': ['renderer/meeting', 'electron/core/sync'],
  'simple-peer': ['renderer/meeting'],
  'cornerstone-core': ['renderer/viewport'],
  uplot: ['renderer/rt'],
  'pdfjs-dist': ['renderer/documents'],
  react: ['renderer'],
  'react-dom': ['renderer'],
  i18next: ['renderer'],
  'react-i18next': ['renderer'],
  '@mantine/*': ['renderer|.tsx', 'renderer/ui'],
  '@tabler/icons-react': ['renderer|.tsx'],
  '@fontsource-variable/*': ['renderer|.tsx'],
  qrcode: ['renderer/mdt'],
  'playwright-core': ['scripts'],
  '@electron/fuses': ['scripts'],
  'extract-zip': ['scripts'],
};

/** File names that say nothing about their content. */
export const emptyNames: ReadonlySet<string> = new Set(['utils', 'util', 'common', 'manager', 'data', 'info']);
