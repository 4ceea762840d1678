package dev.fes.controller.plan;

import dev.fes.api.FabricEventStream;
import dev.fes.api.Flow;
import dev.fes.api.Sink;
import dev.fes.controller.plan.Wiring.Input;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Drafts to stages: who reads which topic, writes which, and is called what. */
record StagePlanner(PlatformSettings platform, FabricEventStream resource) {

  private static final String BINDINGS = "spring.cloud.stream.bindings.";

  /** One source for all the event streams of one reader, a route for each. */
  Stage source(List<Draft> routes) {
    Draft first = routes.getFirst();
    String reader = first.reader().name();
    Settings settings =
        identity(first, Role.SOURCE, reader)
            .put("fes.source.reader", first.reader().key())
            .put("fes.source.readers-topic", Topic.READERS.name())
            .put("fes.source.accept-gap", Annotation.ACCEPT_GAP.in(resource.annotations()))
            .put("fes.source.routes", routes.stream().map(PlatformSettings::route).toList());
    return new Stage(
        Names.stage(first.key(), first.reader().title(), reader, Role.SOURCE),
        Role.SOURCE,
        StageType.of(first.stream().source()).app(),
        routes.stream().map(Draft::name).toList(),
        new Wiring(null, routes.stream().map(Draft::changes).toList()),
        settings.config(platform.source(settings, first.stream().source())));
  }

  Stage flow(Draft draft, Flow flow) {
    List<String> keyFields = draft.stream().sink().partitionKeyFields();
    Settings settings =
        platform
            .flow(identity(draft, Role.FLOW, draft.name()), flow)
            .put("fes.flow.function", function(flow, draft.stream().sink()))
            .put("fes.flow.partition-key-fields", keyFields.isEmpty() ? null : keyFields)
            .put(BINDINGS + "output.destination", draft.events());
    return reader(
        draft,
        Role.FLOW,
        draft.changes(),
        StageType.of(flow).app(),
        settings,
        List.of(draft.events()));
  }

  /** A function in AWS need not know what Nakadi wants in the metadata of an event. */
  private static @Nullable String function(Flow flow, Sink sink) {
    return switch (flow) {
      case Flow.AwsLambdaConversion _ when sink instanceof Sink.Nakadi ->
          "aws-lambda|nakadi-metadata";
      case Flow.AwsLambdaConversion _,
          Flow.PostgresWalToGenericNakadiEvent _,
          Flow.DynamoDbStreamToGenericNakadiEvent _,
          Flow.PostgresWalToNakadiDataEvent _,
          Flow.PostgresWalFromNakadiProducerToGenericNakadiEvent _ ->
          null;
    };
  }

  Stage sink(Draft draft) {
    Sink sink = draft.stream().sink();
    Settings settings = platform.sink(identity(draft, Role.SINK, draft.name()), sink);
    return reader(
        draft, Role.SINK, draft.published(), StageType.of(sink).app(), settings, List.of());
  }

  /** A dead letter is not an error handler: it is a sink like any other. */
  Stage deadLetterSink(Draft draft, Sink sink) {
    Settings settings = platform.sink(identity(draft, Role.DEAD_LETTER, draft.name()), sink);
    return reader(
        draft,
        Role.DEAD_LETTER,
        draft.deadLetters(),
        StageType.of(sink).app(),
        settings,
        List.of());
  }

  private Stage reader(
      Draft draft, Role role, String reads, App app, Settings settings, List<String> writes) {
    Input input = new Input(reads, draft.stem() + "." + role.title());
    settings
        .put(BINDINGS + "input.destination", input.topic())
        .put(BINDINGS + "input.group", input.group());
    List<String> outputs = new ArrayList<>(writes);
    if (role != Role.DEAD_LETTER && draft.recoversToDeadLetters()) {
      settings.put(BINDINGS + "dead-letters.destination", draft.deadLetters());
      outputs.add(draft.deadLetters());
    } else if (role != Role.DEAD_LETTER) {
      settings.put("fes.stage.dead-letters", draft.deadLetters());
    }
    return new Stage(
        Names.stage(draft.key(), draft.title(), draft.name(), role),
        role,
        app,
        List.of(draft.name()),
        new Wiring(input, outputs),
        settings.config(new Credentials.InSettings()));
  }

  private Settings identity(Draft draft, Role role, String stream) {
    Settings settings =
        platform
            .kafka(new Settings())
            .put("fes.stage.application-id", resource.applicationId())
            .put("fes.stage.namespace", draft.key().namespace())
            .put("fes.stage.resource", draft.key().name())
            .put("fes.stage.stream", stream)
            .put("fes.stage.name", role.title())
            .put("fes.stage.restarted-at", Annotation.RESTARTED_AT.in(resource.annotations()));
    return switch (role) {
      case SOURCE -> settings;
      case FLOW, SINK ->
          settings
              .put("fes.stage.recovery", PlatformSettings.recovery(draft.stream().recovery()))
              .put("fes.stage.ordering", draft.isOrderedByKey() ? "PER_KEY" : "TOTAL");
      case DEAD_LETTER ->
          settings.put("fes.stage.recovery", "None").put("fes.stage.ordering", "TOTAL");
    };
  }
}
