package dev.fes.compact;

import dev.fes.flow.FlowApplication;
import dev.fes.sink.nakadi.NakadiSinkApplication;
import dev.fes.sink.sqs.SqsSinkApplication;
import dev.fes.source.dynamodb.DynamoDbSourceApplication;
import dev.fes.source.postgres.PostgresSourceApplication;
import java.util.List;
import java.util.Map;

/**
 * The application of a stage, and what of this process's class path it has to do without because it
 * is another stage's.
 */
record StageApp(Class<?> application, Map<String, Object> defaults) {

  static final List<String> MODULES =
      List.of(
          "fes-source-postgres",
          "fes-source-dynamodb",
          "fes-flow-functions",
          "fes-sink-nakadi",
          "fes-sink-sqs");

  private static final String AWS = "io.awspring.cloud.autoconfigure.core.";
  private static final Map<String, Object> WITHOUT_AWS =
      Map.of(
          "spring.autoconfigure.exclude",
          AWS
              + "AwsAutoConfiguration,"
              + AWS
              + "CredentialsProviderAutoConfiguration,"
              + AWS
              + "RegionProviderAutoConfiguration");

  static StageApp of(String module) {
    return switch (module) {
      case "fes-source-postgres" -> new StageApp(PostgresSourceApplication.class, WITHOUT_AWS);
      case "fes-source-dynamodb" -> new StageApp(DynamoDbSourceApplication.class, Map.of());
      case "fes-flow-functions" -> new StageApp(FlowApplication.class, Map.of());
      case "fes-sink-nakadi" -> new StageApp(NakadiSinkApplication.class, WITHOUT_AWS);
      case "fes-sink-sqs" -> new StageApp(SqsSinkApplication.class, Map.of());
      default -> throw new IllegalArgumentException("there is no app called " + module);
    };
  }
}
