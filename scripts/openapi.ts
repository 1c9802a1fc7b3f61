import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { openApiDocument } from '../shared/platform/openapi/document.ts';
import { projectFolder } from './projectFolder.ts';

/** `npm run openapi`: writes the platform's contract to docs/openapi.json, as a platform serves it at /v1/openapi.json. */
writeFileSync(join(projectFolder, 'docs', 'openapi.json'), `${JSON.stringify(openApiDocument(), null, 1)}\n`);
