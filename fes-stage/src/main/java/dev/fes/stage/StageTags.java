package dev.fes.stage;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.config.MeterFilter;

/** Says of every figure whose it is, of the JVM's and the input's lag as of the stage's own. */
final class StageTags implements MeterFilter {

  private static final String OURS = "fes.";

  /** Of the input as a whole, which knows of no event stream. */
  static final String LAG = "fes.input.lag.records";

  private final Tags tags;

  StageTags(StageSettings stage) {
    this.tags = of(stage, stage.stream());
  }

  static Tags of(StageSettings stage, String stream) {
    return Tags.of(
        "application_id", stage.applicationId(),
        "namespace", stage.namespace(),
        "resource", stage.resource(),
        "stream", stream,
        "stage", stage.name());
  }

  @Override
  public Meter.Id map(Meter.Id id) {
    boolean hasTags = id.getName().startsWith(OURS) && !id.getName().equals(LAG);
    return hasTags ? id : id.replaceTags(tags.and(id.getTags()));
  }
}
