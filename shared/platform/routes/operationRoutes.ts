import { z } from 'zod';
import { auditAnchorSchema, auditAnchorsSchema, auditQuerySchema, platformAuditSchema } from '../auditContract.ts';
import { healthSchema } from '../contract.ts';
import { provinceDocumentSchema, provinceReceiptSchema } from '../province.ts';
import { route } from './route.ts';

/** Health and figures for whoever runs the platform, the access log, and documents from other platforms. */
export const operationRoutes = {
  openApi: route({
    method: 'GET', path: '/v1/openapi.json', area: 'operation', title: 'Contract', access: 'anyone', description: 'This document.',
    answers: { 200: z.looseObject({ openapi: z.string() }) }, refusals: [],
  }),
  health: route({
    method: 'GET', path: '/v1/health', area: 'operation', title: 'Health', access: 'anyone', description: 'Contract and protocol version, the platform’s clock and how many records it has.',
    answers: { 200: healthSchema }, refusals: [],
  }),
  live: route({
    method: 'GET', path: '/v1/health/live', area: 'operation', title: 'Live', access: 'anyone', description: 'The process answers.', answers: { 200: z.object({ status: z.literal('ok') }) }, refusals: [],
  }),
  ready: route({
    method: 'GET', path: '/v1/health/ready', area: 'operation', title: 'Ready', access: 'anyone', description: 'Database and disk answer too; 503 names which does not.',
    answers: { 200: z.object({ status: z.literal('ok'), freeBytes: z.number() }) }, refusals: ['not-ready'],
  }),
  metrics: route({
    method: 'GET', path: '/v1/metrics', area: 'operation', title: 'Metrics', access: 'operator', description: 'Figures for Prometheus.',
    answers: { 200: { contentType: 'text/plain; version=0.0.4; charset=utf-8', description: 'Prometheus text format.' } }, refusals: [],
  }),
  caseAudit: route({
    method: 'GET', path: '/v1/audit', area: 'audit', title: 'Audit', access: 'account',
    description: 'The platform’s access log of one case; for chair and coordinator of a hospital of the case, and for an administrator of one, who sees their own hospital’s rows alone. The newest rows without `before`, then page by page by `older`. The question itself is logged.',
    query: auditQuerySchema, answers: { 200: platformAuditSchema }, refusals: ['not-permitted'],
  }),
  anchor: route({
    method: 'POST', path: '/v1/audit/anchor', area: 'audit', title: 'Anchor', access: 'account', description: 'Notes the end of the calling console’s own log.',
    body: auditAnchorSchema, answers: { 200: z.object({}) }, refusals: [],
  }),
  anchors: route({
    method: 'GET', path: '/v1/audit/anchors', area: 'audit', title: 'Anchor', access: 'account', description: 'What was noted for the caller’s device.', answers: { 200: auditAnchorsSchema }, refusals: [],
  }),
  takeDocument: route({
    method: 'POST', path: '/v1/province/documents', area: 'province', title: 'Document', access: 'province',
    description: 'Finished work of another platform. 201 when taken in, 200 when it was there already with the same content; 409 when other content came under its id, or a digest or signature does not hold.',
    body: provinceDocumentSchema, bodyBytes: 64 * 1024 * 1024, answers: { 200: provinceReceiptSchema, 201: provinceReceiptSchema }, refusals: ['already-exists', 'integrity'],
    condition: 'Only where an operator agreed on a token (MDT_PROVINCE_INTAKE_TOKEN).',
  }),
} as const;
