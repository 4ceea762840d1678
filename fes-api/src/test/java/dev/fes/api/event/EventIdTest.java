package dev.fes.api.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class EventIdTest {

  @Test
  void idsNeverChange() {
    assertThat(EventId.of("7301", "orders", "public.outbox", "0/16B3748", "0"))
        .hasToString("ee823e44-8300-81c9-85b2-3aec077a47dd");
    assertThat(EventId.of("")).hasToString("df3f6198-04a9-8fdb-8057-192dc43dd748");
    assertThat(EventId.ofNth("00000000-0000-8000-8000-000000000000", 1))
        .isEqualTo("c64aa5b8-790f-890b-98b4-53a441350075");
  }

  @Test
  void partsDoNotRunIntoEachOther() {
    assertThat(EventId.of("ab", "c")).isNotEqualTo(EventId.of("a", "bc"));
    assertThat(EventId.of("ab")).isNotEqualTo(EventId.of("ab", ""));
    assertThat(EventId.of()).isNotEqualTo(EventId.of(""));
    assertThat(EventId.of("é")).isNotEqualTo(EventId.of("e\u0301"));
  }

  @Test
  void eventsOfOneChangeHaveTheirOwn() {
    assertThat(IntStream.range(0, 1_000).mapToObj(n -> EventId.ofNth("change", n)))
        .doesNotHaveDuplicates();
  }

  @Test
  void idsAreNameBasedUuids() {
    UUID id = EventId.of("a");
    assertThat(id.version()).isEqualTo(8);
    assertThat(id.variant()).isEqualTo(2);
  }
}
