package dev.fes.stage;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.config.MeterFilter;

/**
 * Says of every figure whose it is, of the JVM's as of the stage's own; the lag of the input, which
 * the binder measures, goes by the name and the tags of the others.
 */
final class StageTags implements MeterFilter {

  private static final String OURS = "fes.";
  private static final String LAG_OF_BINDER = "spring.cloud.stream.binder.kafka.offset";
  private static final String LAG = "fes.input.lag.records";

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
    if (id.getName().equals(LAG_OF_BINDER)) {
      return new Meter.Id(
          LAG, tags, null, "Records of the input that this stage has not confirmed", id.getType());
    }
    return id.getName().startsWith(OURS) ? id : id.replaceTags(tags.and(id.getTags()));
  }
}
