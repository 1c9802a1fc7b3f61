import dimse from 'dcmjs-dimse';
import { implementationClassUID } from '../../../../shared/dicom/write/fileMeta.ts';

// The library logs every message with its addresses, and on request its data sets; none of that is for a log of ours.
dimse.log.setLevel('silent');
dimse.Implementation.setImplementationClassUid(implementationClassUID);
dimse.Implementation.setImplementationVersion('MDT_CONSOLE_1');
/** Largest P-DATA we take, bytes; what most archives use at most. */
export const maxPduBytes = 128 * 1024;
dimse.Implementation.setMaxPduLength(maxPduBytes);

/**
 * dcmjs-dimse 0.3.3: messages and associations. Data sets pass it as bytes (`rawAssociation.ts`), because it would
 * decode and encode them anew.
 */
export const { Scp, Dataset } = dimse;
export const { Association } = dimse.association;
export const { CEchoRequest, CFindRequest, CGetRequest, CMoveRequest, CStoreRequest } = dimse.requests;
export const { CEchoResponse, CStoreResponse } = dimse.responses;
export const constants: typeof dimse.constants = dimse.constants;

export type LibraryAssociation = InstanceType<typeof Association>;
export type PresentationContext = ReturnType<LibraryAssociation['getPresentationContext']>;
export type LibraryDataset = InstanceType<typeof Dataset>;
export type LibraryRequest = Parameters<InstanceType<typeof Scp>['sendResponse']>[0];
export type LibraryResponse = Parameters<InstanceType<typeof Scp>['sendResponse']>[1];
export type StoreRequest = InstanceType<typeof CStoreRequest>;
export type StoreResponse = InstanceType<typeof CStoreResponse>;
export type EchoRequest = InstanceType<typeof CEchoRequest>;
export type EchoResponse = InstanceType<typeof CEchoResponse>;
