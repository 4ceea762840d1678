package dev.fes.api.event;

/**
 * That an event comes once more, because somebody replayed its dead letter.
 *
 * @param letter the letter's offset in the dead-letter topic of its event stream
 * @param attempts how often the event had been tried by then
 */
public record Replay(long letter, int attempts) {}
