/** States of a consultation request (`mdt-workflow` section 2); the ones reached so far by a command of this product. */
export const requestStates = [
  'draft', 'submitted', 'returned', 'declined', 'accepted', 'scheduled', 'ready', 'inDiscussion', 'deferred', 'opinionDraft', 'opinionSigned', 'delivered', 'cancelled',
] as const;
export type RequestState = (typeof requestStates)[number];

/** The state machine as data: command type → from → to. A command not named here does not change the state. */
export const transitions: Readonly<Record<string, Readonly<Partial<Record<RequestState, RequestState>>>>> = {
  'case.submit': { draft: 'submitted', returned: 'submitted' },
  'case.return': { submitted: 'returned' },
  'case.decline': { submitted: 'declined' },
  'case.accept': { submitted: 'accepted' },
  'case.schedule': { accepted: 'scheduled', deferred: 'scheduled' },
  'case.confirmReady': { scheduled: 'ready' },
  'case.openDiscussion': { ready: 'inDiscussion' },
  'case.defer': { scheduled: 'deferred', ready: 'deferred', inDiscussion: 'deferred' },
  'case.cancel': { draft: 'cancelled', submitted: 'cancelled', returned: 'cancelled', accepted: 'cancelled', scheduled: 'cancelled', ready: 'cancelled' },
  'case.withdraw': { submitted: 'draft', returned: 'draft', declined: 'draft', accepted: 'draft', scheduled: 'draft', ready: 'draft', deferred: 'draft' },
  'decision.freeze': { inDiscussion: 'opinionDraft' },
  'decision.reopen': { opinionDraft: 'inDiscussion' },
  'report.deliver': { opinionSigned: 'delivered' },
};

/** States in which the named kind of content may still change. */
export const editableIn = {
  request: ['draft', 'returned'],
  decision: ['inDiscussion'],
  opinions: ['accepted', 'scheduled', 'ready', 'inDiscussion'],
  /** Typed together in and around the meeting, also while a case waits for its next one. */
  minutes: ['accepted', 'scheduled', 'ready', 'inDiscussion', 'deferred'],
  /** Reports, key images and presentation states: until the content is frozen. */
  evidence: ['draft', 'submitted', 'returned', 'accepted', 'scheduled', 'ready', 'inDiscussion', 'deferred'],
} as const satisfies Record<string, readonly RequestState[]>;
