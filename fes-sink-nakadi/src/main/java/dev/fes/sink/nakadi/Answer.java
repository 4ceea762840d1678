package dev.fes.sink.nakadi;

import java.time.Duration;
import java.util.Optional;

/**
 * What Nakadi, or a proxy before it, answered.
 *
 * @param retryAfter how long it wants to be left alone
 */
record Answer(int status, String body, Optional<Duration> retryAfter) {}
