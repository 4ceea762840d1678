package dev.fes.api;

import org.jspecify.annotations.Nullable;

/** One source, how its changes become events, where they go, and what happens to a bad one. */
public record EventStream(
        @Nullable String uniqueStreamId, Source source, @Nullable Flow flow, Sink sink, Recovery recovery) {}
