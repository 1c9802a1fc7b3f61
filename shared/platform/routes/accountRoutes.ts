import { z } from 'zod';
import {
  begunFactorSchema, confirmedFactorSchema, directorySchema, factorCodeSchema, factorStateSchema, refreshRequestSchema, refreshResponseSchema, sampleAccountsSchema, sessionRequestSchema, sessionResponseSchema,
  signingKeySchema,
} from '../contract.ts';
import { route } from './route.ts';

const nothing = z.object({});

/** Sessions, the second factor, the directory and signing keys. */
export const accountRoutes = {
  sampleAccounts: route({
    method: 'GET', path: '/v1/sample/accounts', area: 'account', title: 'Sample accounts', access: 'anyone',
    description: 'Fictional people of the sample network, for the sign-in page; 404 on a platform with real accounts.',
    answers: { 200: sampleAccountsSchema }, refusals: ['not-found'],
  }),
  signIn: route({
    method: 'POST', path: '/v1/session', area: 'account', title: 'Sign-in', access: 'anyone',
    description: 'Opens a session: a short-lived access token and a refresh token. An account with a second factor answers 401 second-factor-required until `code` is sent.',
    body: sessionRequestSchema, answers: { 200: sessionResponseSchema }, refusals: ['wrong-password', 'second-factor-required', 'wrong-code', 'account-disabled', 'too-many-attempts', 'unauthorized'],
  }),
  refresh: route({
    method: 'POST', path: '/v1/session/refresh', area: 'account', title: 'Refresh', access: 'anyone',
    description: 'The next pair of tokens for a refresh token, which is good once; shown again after its successor was used, it ends the whole sign-in. Where an administrator ended the session the answer says by what.',
    body: refreshRequestSchema, answers: { 200: refreshResponseSchema }, refusals: ['unauthorized', 'account-disabled', 'password-reset', 'second-factor-reset'],
  }),
  endSession: route({
    method: 'POST', path: '/v1/session/end', area: 'account', title: 'Sign-out', access: 'anyone',
    description: 'Ends all tokens of the sign-in a refresh token is from; an unknown one changes nothing.',
    body: refreshRequestSchema, answers: { 200: nothing }, refusals: [],
  }),
  signOut: route({
    method: 'DELETE', path: '/v1/session', area: 'account', title: 'Sign-out', access: 'account',
    description: 'Ends all tokens of the sign-in the access token is from.', answers: { 200: nothing }, refusals: [],
  }),
  secondFactor: route({
    method: 'GET', path: '/v1/second-factor', area: 'account', title: 'Second factor', access: 'account', description: 'Whether the caller has a second factor, and how many recovery codes are left.',
    answers: { 200: factorStateSchema }, refusals: [],
  }),
  beginFactor: route({
    method: 'POST', path: '/v1/second-factor', area: 'account', title: 'Second factor', access: 'account',
    description: 'An otpauth address for the authenticator; not in force until it is confirmed with a code.', answers: { 200: begunFactorSchema }, refusals: ['already-exists'],
  }),
  confirmFactor: route({
    method: 'PUT', path: '/v1/second-factor', area: 'account', title: 'Second factor', access: 'account',
    description: 'Puts the second factor in force; the recovery codes are told once. 403 for a wrong code, because the session is a good one and goes on.',
    body: factorCodeSchema, answers: { 200: confirmedFactorSchema }, refusals: ['not-permitted', 'not-found', 'too-many-attempts'],
  }),
  endFactor: route({
    method: 'POST', path: '/v1/second-factor/off', area: 'account', title: 'Second factor', access: 'account', description: 'Takes the second factor away, with one of its codes or a recovery code.',
    body: factorCodeSchema, answers: { 200: nothing }, refusals: ['not-permitted', 'too-many-attempts'],
  }),
  directory: route({
    method: 'GET', path: '/v1/directory', area: 'account', title: 'Directory', access: 'account', description: 'Hospitals and people of the network.', answers: { 200: directorySchema }, refusals: [],
  }),
  putSigningKey: route({
    method: 'PUT', path: '/v1/signing-key', area: 'account', title: 'Signing key', access: 'account',
    description: 'The caller’s signing key, sealed by the signing PIN; only while the account has none.', body: signingKeySchema, answers: { 200: nothing }, refusals: ['already-exists'],
  }),
} as const;
