package dev.fes.controller.letters;

import org.jspecify.annotations.Nullable;

/**
 * What a stream's status says of its dead letters.
 *
 * @param kept how many wait for somebody to replay or discard them
 * @param job the last one
 */
public record Waiting(long kept, Job.@Nullable View job) {

  public static final Waiting NOTHING = new Waiting(0, null);
}
