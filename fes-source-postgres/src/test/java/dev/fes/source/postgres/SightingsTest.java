package dev.fes.source.postgres;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Map;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.source.SourceRecord;
import org.junit.jupiter.api.Test;

class SightingsTest {

  private static final Lsn HEARTBEAT = new Lsn(1000);

  private final MovableClock clock = new MovableClock();
  private final Sightings sightings = new Sightings(clock);

  @Test
  void aHeartbeatThatDoesNotComeIsOverdue() {
    sendHeartbeat();

    clock.pass(Duration.ofSeconds(50));

    assertThat(sightings.overdue()).isEqualTo(Duration.ofSeconds(50));
    assertThat(sightings.hasSeenAny()).isFalse();
  }

  @Test
  void onlyWhatCameOutOfTheSlotIsASign() {
    String words = sendHeartbeat();
    assertThat(sightings.lastSign()).isEmpty();
    clock.pass(Duration.ofSeconds(3));

    sightings.saw(heartbeat(words));
    clock.pass(Duration.ofSeconds(50));

    assertThat(sightings.lastSign()).contains(clock.instant().minusSeconds(50));
  }

  @Test
  void aServerThatComesNearerToTheHeartbeatIsAlive() {
    sendHeartbeat();
    sightings.sent(new Lsn(100));
    clock.pass(Duration.ofSeconds(50));

    sightings.sent(new Lsn(200));

    assertThat(sightings.overdue()).isZero();
  }

  @Test
  void aServerThatStaysWhereItIsIsNot() {
    sendHeartbeat();
    sightings.sent(new Lsn(100));
    clock.pass(Duration.ofSeconds(50));

    sightings.sent(new Lsn(100));

    assertThat(sightings.overdue()).isEqualTo(Duration.ofSeconds(50));
  }

  @Test
  void aServerThatIsPastTheHeartbeatMustHaveBroughtIt() {
    sendHeartbeat();
    clock.pass(Duration.ofSeconds(50));

    sightings.sent(new Lsn(1001));
    sightings.sent(new Lsn(1002));

    assertThat(sightings.overdue()).isEqualTo(Duration.ofSeconds(50));
  }

  @Test
  void aHeartbeatThatCameIsNotOverdue() {
    String content = sendHeartbeat();
    clock.pass(Duration.ofSeconds(50));

    sightings.saw(heartbeat(content));

    assertThat(sightings.overdue()).isZero();
    assertThat(sightings.hasSeenAny()).isTrue();
  }

  @Test
  void theEnginesOwnHeartbeatsAreNoSign() {
    sightings.saw(new SourceRecord(Map.of(), Map.of(), "topic", null, null));

    assertThat(sightings.hasSeenAny()).isFalse();
  }

  private String sendHeartbeat() {
    String content = sightings.sendHeartbeat();
    sightings.written(HEARTBEAT);
    return content;
  }

  private static SourceRecord heartbeat(String content) {
    Schema message = SchemaBuilder.struct().field("content", Schema.BYTES_SCHEMA).build();
    Schema value = SchemaBuilder.struct().field("message", message).build();
    Struct struct =
        new Struct(value)
            .put("message", new Struct(message).put("content", content.getBytes(UTF_8)));
    return new SourceRecord(Map.of(), Map.of(), "topic", value, struct);
  }

  /** A clock that stands until it is moved. */
  private static final class MovableClock extends Clock {

    private Instant now = Instant.parse("2026-11-22T16:30:00Z");

    void pass(Duration time) {
      now = now.plus(time);
    }

    @Override
    public Instant instant() {
      return now;
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }
  }
}
