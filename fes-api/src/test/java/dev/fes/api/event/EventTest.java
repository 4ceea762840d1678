package dev.fes.api.event;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fes.api.Operation;
import org.junit.jupiter.api.Test;

class EventTest {

  private static final Facts FACTS =
      new Facts("id", "0/16B3748", Operation.INSERT, "public.outbox", 1L, null);

  @Test
  void anotherIdLeavesTheOtherFacts() {
    assertThat(FACTS.withId("other").withId("id")).isEqualTo(FACTS);
    assertThat(FACTS.withId("other").id()).isEqualTo("other");
  }

  @Test
  void aTraceLeavesTheOtherFacts() {
    assertThat(FACTS.withTraceparent("00-a-b-01").withTraceparent(null)).isEqualTo(FACTS);
    assertThat(FACTS.withTraceparent("00-a-b-01").traceparent()).isEqualTo("00-a-b-01");
  }

  @Test
  void aFaultLeavesTheBytesUntouched() {
    Event event = new Event(new byte[] {1}, new byte[] {2}, FACTS);
    Event faulty = event.withFault(new Fault("sink", "refused", 3));
    assertThat(event.fault()).isNull();
    assertThat(faulty.value()).isSameAs(event.value());
    assertThat(faulty.fault()).isEqualTo(new Fault("sink", "refused", 3));
  }
}
