package dev.fes.stage;

import static dev.fes.stage.Events.badOnArrival;
import static dev.fes.stage.Events.event;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fes.api.event.Event;
import dev.fes.api.event.Replay;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;

class EventRecordsTest {

  @Test
  void anEventSurvivesItsTopic() {
    Event sent = event("k", "1").withFault(badOnArrival("1").fault()).withReplay(new Replay(17, 3));
    Event received =
        EventRecords.read(LetterBox.received(EventRecords.write("orders.events", sent)));
    assertThat(received).usingRecursiveComparison().isEqualTo(sent);
  }

  @Test
  void aForeignRecordGetsAnIdFromItsPlace() {
    Event received =
        EventRecords.read(new ConsumerRecord<>("foreign", 2, 7, null, "{}".getBytes()));
    assertThat(received.facts().id()).isEqualTo("foreign-2-7");
    assertThat(received.key()).isEmpty();
    assertThat(received.fault()).isNull();
  }

  @Test
  void aRecordWhoseHeadersMakeNoSenseIsAnEventWithAFault() {
    ProducerRecord<byte[], byte[]> sent = EventRecords.write("orders.events", event("1"));
    sent.headers().add("fes-committed-at", "yesterday".getBytes());
    Event received = EventRecords.read(LetterBox.received(sent));
    assertThat(received.fault().error()).contains("yesterday");
    assertThat(new String(received.value())).isEqualTo("1");
  }
}
