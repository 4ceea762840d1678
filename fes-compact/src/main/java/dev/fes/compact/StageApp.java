package dev.fes.compact;

import dev.fes.flow.FlowApplication;
import dev.fes.sink.nakadi.NakadiSinkApplication;
import dev.fes.sink.sqs.SqsSinkApplication;
import dev.fes.source.dynamodb.DynamoDbSourceApplication;
import dev.fes.source.postgres.PostgresSourceApplication;
import dev.fes.stage.Stage;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Properties;

/**
 * The application of a stage.
 *
 * @param without auto-configuration that this process's class path has for other stages
 */
record StageApp(Class<?> application, List<String> without) {

  static final List<String> MODULES =
      List.of(
          "fes-source-postgres",
          "fes-source-dynamodb",
          "fes-flow-functions",
          "fes-sink-nakadi",
          "fes-sink-sqs");

  private static final String EXCLUDE = "spring.autoconfigure.exclude";
  private static final String AWS = "io.awspring.cloud.autoconfigure.core.";
  private static final List<String> OF_AWS =
      List.of(
          AWS + "AwsAutoConfiguration",
          AWS + "CredentialsProviderAutoConfiguration",
          AWS + "RegionProviderAutoConfiguration");

  static StageApp of(String module) {
    return switch (module) {
      case "fes-source-postgres" -> new StageApp(PostgresSourceApplication.class, OF_AWS);
      case "fes-source-dynamodb" -> new StageApp(DynamoDbSourceApplication.class, List.of());
      case "fes-flow-functions" -> new StageApp(FlowApplication.class, List.of());
      case "fes-sink-nakadi" -> new StageApp(NakadiSinkApplication.class, OF_AWS);
      case "fes-sink-sqs" -> new StageApp(SqsSinkApplication.class, List.of());
      default -> throw new IllegalArgumentException("there is no app called " + module);
    };
  }

  /** What it starts from where it runs alone, less what would be another stage's. */
  Properties defaults() {
    Properties defaults = Stage.defaults(application);
    List<String> excluded = new ArrayList<>(without);
    Optional.ofNullable(defaults.getProperty(EXCLUDE)).ifPresent(excluded::add);
    defaults.setProperty(EXCLUDE, String.join(",", excluded));
    return defaults;
  }
}
