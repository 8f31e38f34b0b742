/*
 * What a peer may ask of us. Anybody on the machine can connect (only the messages are signed), so nobody may take
 * all our memory with one header, or keep a connection that never becomes one.
 */

/** The largest frame, and the largest sum of the frames of one message, in bytes. */
export const MAX_MESSAGE_BYTES = 2 ** 30;

/*
 * A stranger is a peer that has sent no message with the right signature yet. It gets what a first message needs: Jupyter's
 * clients begin with a question of a few hundred bytes on each channel that they use.
 */

/** What is kept for one stranger, arrived bytes and what holds them, and the largest message that it may announce. */
export const MAX_STRANGER_BYTES = 2 ** 24;

/** What is kept for all strangers of a kernel together. */
export const MAX_STRANGERS_BYTES = 2 ** 26;

/** Strangers of a kernel. A front end has a few that stay strangers: it never speaks on iopub, and seldom on stdin. */
export const MAX_STRANGERS = 1000;

/** How long a stranger may take for a message that it has begun, in milliseconds. Silence costs nothing. */
export const STRANGER_MESSAGE_MILLISECONDS = 30_000;

/** What a piece of memory takes beyond its bytes, roughly: a peer may send them one by one. */
export const PIECE_BYTES = 128;

/** Frames in one message. Jupyter's have about seven, and one more for each buffer of a widget. */
export const MAX_MESSAGE_FRAMES = 2 ** 16;

/**
 * How far a peer may be behind, in bytes that wait for it. Nothing is dropped before, for a front end that has lost a
 * message may wait for ever; but one that never reads must not take the kernel's memory until the system kills it.
 */
export const MAX_BEHIND_BYTES = 2 ** 31;

/** Commands carry metadata and topics, which are short. */
export const MAX_COMMAND_BYTES = 2 ** 16;

/** The topics of one subscriber together, in bytes. */
export const MAX_SUBSCRIPTION_BYTES = 2 ** 20;

/** Different topics of one subscriber. Jupyter's clients have one: everything. */
export const MAX_SUBSCRIPTIONS = 10_000;

/** How long a peer may take for greeting and handshake, in milliseconds; libzmq's own default. */
export const HANDSHAKE_MILLISECONDS = 30_000;
