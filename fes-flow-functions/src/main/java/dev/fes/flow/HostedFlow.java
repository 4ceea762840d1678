package dev.fes.flow;

import dev.fes.api.Flow;
import dev.fes.api.Shorthand;
import dev.fes.flow.lambda.LambdaSettings;
import dev.fes.stage.Choice;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.springframework.boot.context.properties.bind.Binder;

/**
 * How this app carries a flow out.
 *
 * @param function the function's name in the catalog
 * @param width how many changes it may have under way at once
 */
record HostedFlow(String function, int width) {

  private static final Choice<Flow> FLOWS =
      new Choice<>(
          "fes.flow",
          List.of(
              Flow.PostgresWalToGenericNakadiEvent.class,
              Flow.PostgresWalToNakadiDataEvent.class,
              Flow.PostgresWalFromNakadiProducerToGenericNakadiEvent.class,
              Flow.DynamoDbStreamToGenericNakadiEvent.class,
              Flow.AwsLambdaConversion.class));

  /**
   * The function that the settings name, or the one of the flow that they name, or the one that a
   * definition calls the app after.
   */
  static HostedFlow of(FlowSettings settings, Binder binder) {
    boolean hasType = !settings.type().isEmpty();
    String label = hasType ? "" : binder.bind(Choice.LABEL, String.class).orElse("");
    String byName = Objects.requireNonNullElse(settings.function(), label);
    String byType =
        hasType || byName.isEmpty() ? Shorthand.nameOf(read(binder).getClass()) : byName;
    return hosted(byName.isEmpty() ? byType : byName, binder);
  }

  /** Reads the flow that the settings name, with its fields. */
  static Flow read(Binder settings) {
    return FLOWS.read(settings);
  }

  /** The names of those that it is composed of, in their order. */
  List<String> functions() {
    return Stream.of(function.split("[|,]", -1)).map(String::strip).toList();
  }

  private static HostedFlow hosted(String function, Binder binder) {
    HostedFlow one = new HostedFlow(function, 1);
    return one.functions().contains(Shorthand.nameOf(Flow.AwsLambdaConversion.class))
        ? new HostedFlow(
            function, binder.bindOrCreate("fes.lambda", LambdaSettings.class).concurrency())
        : one;
  }
}
