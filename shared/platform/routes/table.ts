import { accountRoutes } from './accountRoutes.ts';
import { blobRoutes } from './blobRoutes.ts';
import { meetingRoutes } from './meetingRoutes.ts';
import { operationRoutes } from './operationRoutes.ts';
import { recordRoutes } from './recordRoutes.ts';

/** Every route of the platform by the name the OpenAPI document gives it. */
export const routes = { ...accountRoutes, ...recordRoutes, ...blobRoutes, ...meetingRoutes, ...operationRoutes } as const;
