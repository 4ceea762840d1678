package dev.fes.stage;

import io.micrometer.core.instrument.MeterRegistry;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The event streams that this stage serves: one for most, one a route for a source. */
public final class Streams {

  private final StageSettings settings;
  private final MeterRegistry meters;
  private final Map<String, StreamProgress> streams = new ConcurrentHashMap<>();

  public Streams(StageSettings settings, MeterRegistry meters) {
    this.settings = settings;
    this.meters = meters;
  }

  public StreamProgress of(String stream) {
    return streams.computeIfAbsent(stream, name -> new StreamProgress(name, settings, meters));
  }

  Collection<StreamProgress> all() {
    return streams.values();
  }
}
