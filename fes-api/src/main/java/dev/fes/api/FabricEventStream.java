package dev.fes.api;

import java.util.List;
import java.util.Map;

/** One resource: the event streams of one application, as its team wrote them. */
public record FabricEventStream(
        ResourceKey key, Map<String, String> annotations, String applicationId, List<EventStream> eventStreams) {

    public FabricEventStream {
        annotations = Map.copyOf(annotations);
        eventStreams = List.copyOf(eventStreams);
    }
}
