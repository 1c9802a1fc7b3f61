import type { Kysely } from 'kysely';

/** What the administrator did that ended all sessions of a person; the console they were at is told so. */
export type EndReason = 'account-disabled' | 'password-reset' | 'second-factor-reset';

/** Times are milliseconds since 1970; `…_json` is JSON text. Both engines keep the same columns. */
export interface Tables {
  hospital: { id: string; name: string; name_en: string; prefecture: string; kind: 'lead' | 'partner' };
  account: {
    person_id: string; account: string; name: string; name_en: string; title: string; hospital_id: string; roles_json: string; discipline: string | null;
    password_scheme: 'argon2id' | 'scrypt'; password_salt: Uint8Array; password_hash: Uint8Array; password_cost: number; password_memory_kib: number; password_lanes: number;
    is_sample: number; disabled_at_ms: number | null; ended_at_ms: number | null;
  };
  signing_key: { person_id: string; public_key: string; salt: string; nonce: string; sealed: string };
  session: { token_sha256: string; family_id: string; person_id: string; device_id: string; created_at_ms: number; expires_at_ms: number };
  refresh_token: {
    token_sha256: string; family_id: string; person_id: string; device_id: string; created_at_ms: number; expires_at_ms: number; successor_sha256: string | null; is_void: number;
    ended_by: EndReason | null;
  };
  second_factor: { person_id: string; sealed_secret: Uint8Array; begun_at_ms: number; confirmed_at_ms: number | null; used_step: number };
  recovery_code: { code_sha256: string; person_id: string; used_at_ms: number | null };
  meeting_ticket: { ticket_sha256: string; meeting_id: string; person_id: string; device_id: string; expires_at_ms: number };
  sign_in_failure: { account: string; address: string; at_ms: number };
  stream_record: { id: string; kind: 'case' | 'meeting'; version: number; record_json: string };
  command: { id: string; stream_id: string; version: number; envelope_json: string; committed_at_ms: number };
  command_outcome: { command_id: string; body_sha256: string; outcome_json: string };
  stream_audience: { stream_id: string; hospital_id: string };
  hospital_console: { hospital_id: string; device_id: string; first_seen_ms: number; last_seen_ms: number };
  removal: { hospital_id: string; position: number; stream_id: string; version: number; digest: string; at_ms: number };
  removal_receipt: {
    hospital_id: string; position: number; device_id: string; person_id: string; is_exact: number; receipt_json: string; receipt_sha256: string; at_ms: number;
  };
  feed: { hospital_id: string; position: number; command_id: string };
  blob: { sha256: string; byte_length: number; stored_at_ms: number };
  blob_case: { case_id: string; sha256: string; hospital_id: string };
  blob_holder: { sha256: string; hospital_id: string };
  room: { meeting_id: string; presenter_person_id: string | null; presenter_device_id: string | null; epoch: number; presenter_lost_at_ms: number | null };
  room_view: { meeting_id: string; field: string; epoch: number; counter: number; sender_id: string; sent_at_ms: number; value_json: string };
  attendance: {
    command_id: string; meeting_id: string; person_id: string; person_name: string; hospital_id: string; device_id: string;
    joined_at_ms: number; last_seen_at_ms: number; left_at_ms: number | null;
  };
  node: { id: string; url: string; started_at_ms: number; seen_at_ms: number };
  deployment: { name: string; value: string };
  room_participant: { meeting_id: string; device_id: string; peer_id: string; node_id: string; joined_at_ms: number; participant_json: string };
  finished_upload: { upload_id: string; byte_length: number; at_ms: number };
  minutes_document: { case_id: string; position: number; snapshot: Uint8Array; snapshot_position: number; changed_at_ms: number };
  minutes_update: {
    case_id: string; position: number; sha256: string; person_id: string; person_name: string; device_id: string; at_ms: number; is_late: number; bytes: Uint8Array;
  };
  minutes_writer: { case_id: string; person_id: string; device_id: string; last_at_ms: number };
  province_document: {
    command_id: string; kind: 'referral' | 'consultation'; case_id: string; case_version: number; meeting_id: string | null; meeting_version: number | null; hospitals_json: string | null;
    state: 'waiting' | 'sent' | 'refused'; queued_at_ms: number; attempts: number; next_at_ms: number; lease_token: string | null; lease_until_ms: number;
    body_sha256: string | null; last_reason: string | null; last_message: string | null;
  };
  province_receipt: {
    command_id: string; document_id: string; adapter: string; status: number; location: string | null; version_id: string | null; body_sha256: string; accepted_at_ms: number;
  };
  province_intake: { document_id: string; kind: 'referral' | 'consultation'; case_id: string; body_sha256: string; body_json: string; received_at_ms: number };
  generation: { number: number; id: string; reason: 'restored' | 'reordered'; began_at_ms: number };
  generation_head: { number: number; hospital_id: string; position: number };
  generation_console: { number: number; hospital_id: string; device_id: string; at_ms: number; returned: number; refused: number; gaps_json: string };
  audit: { sequence: number; entry_json: string; subject: string; previous_hash: string; hash: string };
}

export type Db = Kysely<Tables>;
