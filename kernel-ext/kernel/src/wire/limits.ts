/*
 * What a peer may ask of us. Anybody on the machine can connect (only the messages are signed), so nobody may take
 * all our memory with one header, or keep a connection that never becomes one.
 */

/** The largest frame, and the largest sum of the frames of one message, in bytes. */
export const MAX_MESSAGE_BYTES = 2 ** 30;

/** Frames in one message. Jupyter's have about seven, and one more for each buffer of a widget. */
export const MAX_MESSAGE_FRAMES = 2 ** 16;

/**
 * How far a peer may be behind, in bytes that wait for it. Nothing is dropped before, for a front end that has lost a
 * message may wait for ever; but one that never reads must not take the kernel's memory until the system kills it.
 */
export const MAX_BEHIND_BYTES = 2 ** 31;

/** Commands carry metadata and topics, which are short. */
export const MAX_COMMAND_BYTES = 2 ** 16;

/** Different topics of one subscriber. Jupyter's clients have one: everything. */
export const MAX_SUBSCRIPTIONS = 10_000;

/** How long a peer may take for greeting and handshake, in milliseconds; libzmq's own default. */
export const HANDSHAKE_MILLISECONDS = 30_000;
