package dev.fes.api;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** One source, how its changes become events, where they go, and what happens to a bad one. */
public record EventStream(
    @Nullable String uniqueStreamId,
    Source source,
    @Nullable Flow flow,
    Sink sink,
    Recovery recovery) {

  private static final Pattern STREAM_ID =
      Pattern.compile("(?=.{1,20}$)[a-z0-9]([a-z0-9-]*[a-z0-9])?");

  public EventStream {
    recovery = recovery == null ? new Recovery.None() : recovery;
    new Checks()
        .matches(
            "uniqueStreamId",
            uniqueStreamId,
            STREAM_ID,
            "is not a short name: use at most 20 lower-case letters, digits and dashes, no dash at an end")
        .required("source", source, "say where the changes come from")
        .required("sink", sink, "say where the events go")
        .that(
            source == null || flow == null || reads(flow, source),
            "flow.type",
            "does not read this source: take a flow made for it, AwsLambdaConversion, or none")
        .that(
            !(recovery instanceof Recovery.DeadLetter letter)
                || sink == null
                || !letter.sink().identity().equals(sink.identity()),
            "recovery.sink",
            "is the sink of the event stream itself, which refused the event: name another one")
        .orThrow();
  }

  /**
   * What tells this event stream from every other: database, table (or stream ARN), the sink's type
   * and target, and nothing else. Two streams of a resource that say the same are twins and need a
   * {@code uniqueStreamId}.
   */
  public List<String> identity() {
    return Stream.concat(source.identity().stream(), sink.identity().stream()).toList();
  }

  private static boolean reads(Flow flow, Source source) {
    return switch (flow) {
      case Flow.AwsLambdaConversion _ -> true;
      case Flow.DynamoDbStreamToGenericNakadiEvent _ ->
          source instanceof Source.DynamoDbStreamsSubscription;
      case Flow.PostgresWalToGenericNakadiEvent _,
          Flow.PostgresWalToNakadiDataEvent _,
          Flow.PostgresWalFromNakadiProducerToGenericNakadiEvent _ ->
          source instanceof Source.PostgresLogicalReplication;
    };
  }
}
