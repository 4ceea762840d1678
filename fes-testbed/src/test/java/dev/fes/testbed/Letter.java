package dev.fes.testbed;

/**
 * A dead letter as its target has it.
 *
 * @param text what was bad, or an envelope of it
 */
record Letter(String id, String stage, String error, int attempts, String text) {}
