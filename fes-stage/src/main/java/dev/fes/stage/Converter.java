package dev.fes.stage;

import dev.fes.api.event.Event;
import java.util.List;
import java.util.function.Function;

/**
 * A flow's technology: makes events of one change, given as a list of one so that flows compose.
 * Throws {@link StageFailure} when it cannot.
 *
 * @param width how many changes may be under way at once; their events leave in order all the same
 */
public record Converter(Function<List<Event>, List<Event>> function, int width) {}
