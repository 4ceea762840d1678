package dev.fes.testbed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.fes.testbed.RunningFes.House;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.services.sqs.model.MessageAttributeValue;

/** One trace goes from the row through every stage to the sink's request. */
@ExtendWith(RunningFes.class)
class TracingIT {

  private static final Duration ARRIVAL = Duration.ofSeconds(60);
  private static final Duration LOOK = Duration.ofSeconds(1);
  private static final String HEADER = "traceparent";
  private static final String ROW_SPAN = "00f067aa0ba902b7";

  private final House house;
  private final String trace =
      "4bf92f3577b34da6" + HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong());

  TracingIT(House house) {
    this.house = house;
  }

  @Test
  void theSpanContextColumnsTraceReachesNakadi() {
    String row =
        "INSERT INTO customers_outbox (payload, span_ctx) VALUES"
            + " ('{\"customer\": {\"id\": 9}}', '{\"traceparent\": \"%s\"}')";
    sql(row.formatted(written("01")));
    SpanCollector.Received sink = awaitChain();
    await()
        .atMost(ARRIVAL)
        .untilAsserted(
            () ->
                assertThat(house.testbed().nakadi().traceparents("customer-events"))
                    .contains("00-" + trace + '-' + sink.id() + "-01"));
  }

  @Test
  void aTraceparentColumnsTraceReachesSqs() {
    sql("ALTER TABLE shipments_outbox ADD COLUMN IF NOT EXISTS traceparent text");
    sql(shipment("01"));
    SpanCollector.Received sink = awaitChain();
    assertThat(awaitShipment()).isEqualTo("00-" + trace + '-' + sink.id() + "-01");
  }

  @Test
  void aTraceThatIsNotRecordedPassesThroughAsItIs() {
    sql("ALTER TABLE shipments_outbox ADD COLUMN IF NOT EXISTS traceparent text");
    sql(shipment("00"));
    assertThat(awaitShipment()).isEqualTo(written("00"));
    assertThat(house.spans().of(trace)).isEmpty();
  }

  /** A span in each stage, child of the one before; the sink's. */
  private SpanCollector.Received awaitChain() {
    await().atMost(ARRIVAL).until(() -> house.spans().of(trace).size() >= 3);
    List<SpanCollector.Received> spans = house.spans().of(trace);
    SpanCollector.Received source = of("fes-source", spans);
    SpanCollector.Received flow = of("fes-flow", spans);
    SpanCollector.Received sink = of("fes-sink", spans);
    assertThat(spans).hasSize(3);
    assertThat(source.parent()).isEqualTo(ROW_SPAN);
    assertThat(flow.parent()).isEqualTo(source.id());
    assertThat(sink.parent()).isEqualTo(flow.id());
    assertThat(flow.stream()).isNotEmpty().isEqualTo(sink.stream());
    return sink;
  }

  private static SpanCollector.Received of(String service, List<SpanCollector.Received> spans) {
    return spans.stream()
        .filter(span -> span.service().equals(service))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no span of " + service + ": " + spans));
  }

  private String awaitShipment() {
    String queue = house.testbed().sqs().url("shipments");
    return await()
        .atMost(ARRIVAL)
        .until(
            () ->
                house.testbed().sqs().receive(queue, 1, LOOK).stream()
                    .flatMap(message -> Stream.ofNullable(message.messageAttributes().get(HEADER)))
                    .map(MessageAttributeValue::stringValue)
                    .filter(value -> value.contains(trace))
                    .findFirst(),
            Optional::isPresent)
        .orElseThrow();
  }

  private String shipment(String flags) {
    return "INSERT INTO shipments_outbox (payload, traceparent) VALUES ('{\"traced\": true}', '%s')"
        .formatted(written(flags));
  }

  private String written(String flags) {
    return "00-" + trace + '-' + ROW_SPAN + '-' + flags;
  }

  private void sql(String statement) {
    house.testbed().postgres().execute("orders", statement);
  }
}
