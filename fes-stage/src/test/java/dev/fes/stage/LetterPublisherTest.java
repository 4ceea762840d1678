package dev.fes.stage;

import static dev.fes.stage.Events.event;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fes.api.event.Event;
import dev.fes.api.event.Fault;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LetterPublisherTest {

  private static final Outcome ACCEPTED = new Outcome.Accepted();
  private static final Outcome UNSENT = new Outcome.Unsent();
  private static final Outcome REFUSED =
      new Outcome.Refused(Failure.badEvent("refused", "not this one"));

  private final Scripted target = new Scripted();
  private final Publisher letters = LetterPublisher.asTheyAre(target, "orders");

  @Test
  void aLetterKeepsItsBytes() throws Exception {
    target.answers(ACCEPTED);
    letters.publish(List.of(letter("a")));
    assertThat(target.calls).containsExactly(List.of("a"));
  }

  @Test
  void aRefusedLetterGoesBareAtItsPlaceWhereNothingHasGoneThrough() throws Exception {
    target.answers(UNSENT, REFUSED, UNSENT).answers(ACCEPTED, ACCEPTED, ACCEPTED);
    assertThat(publish(letter("a"), letter("b"), letter("c")))
        .containsExactly(ACCEPTED, ACCEPTED, ACCEPTED);
    assertThat(target.calls).containsExactly(List.of("a", "b", "c"), List.of("a", "bare b", "c"));
  }

  @Test
  void refusedLettersCostOneCallEachAndOneMoreWhereTheTargetNamesOneACall() throws Exception {
    target
        .answers(REFUSED, UNSENT, UNSENT)
        .answers(UNSENT, REFUSED, UNSENT)
        .answers(UNSENT, UNSENT, REFUSED)
        .answers(ACCEPTED, ACCEPTED, ACCEPTED);
    assertThat(publish(letter("a"), letter("b"), letter("c"))).containsOnly(ACCEPTED);
    assertThat(target.calls).hasSize(4).last().isEqualTo(List.of("bare a", "bare b", "bare c"));
  }

  @Test
  void refusedLettersGoBareAloneWhereOthersHaveGoneThrough() throws Exception {
    target.answers(ACCEPTED, REFUSED, ACCEPTED, REFUSED).answers(ACCEPTED, REFUSED);
    assertThat(publish(letter("a"), letter("b"), letter("c"), letter("d")))
        .containsExactly(ACCEPTED, ACCEPTED, ACCEPTED, REFUSED);
    assertThat(target.calls).last().isEqualTo(List.of("bare b", "bare d"));
  }

  @Test
  void aLetterThatIsRefusedBareTooIsRefused() throws Exception {
    target.answers(REFUSED).answers(REFUSED);
    assertThat(publish(letter("a"))).containsExactly(REFUSED);
    assertThat(target.calls).hasSize(2);
  }

  @Test
  void ofALetterThatIsTooLargeAnywayNoEnvelopeWithItsPayloadIsMade() throws Exception {
    target.answers(UNSENT, REFUSED).answers(ACCEPTED, ACCEPTED);
    Publisher small = LetterPublisher.inEnvelopes(target, "orders", 4);
    assertThat(small.publish(List.of(letter("large"), letter("a"))).outcomes())
        .containsExactly(ACCEPTED, ACCEPTED);
    assertThat(target.calls.getFirst())
        .satisfiesExactly(
            large -> assertThat(large).doesNotContain("payload"),
            fit -> assertThat(fit).contains("\"payload\":\"a\""));
  }

  @Test
  void aLetterThatWasTooLargeAndIsRefusedBareIsRefused() throws Exception {
    target.answers(REFUSED);
    Publisher small = LetterPublisher.inEnvelopes(target, "orders", 4);
    assertThat(small.publish(List.of(letter("large"))).outcomes()).containsExactly(REFUSED);
    assertThat(target.calls).hasSize(1);
  }

  @Test
  void anEventWithoutAFaultIsNoLetter() throws Exception {
    target.answers(REFUSED);
    assertThat(publish(event("a"))).containsExactly(REFUSED);
    assertThat(target.calls).hasSize(1);
  }

  private List<Outcome> publish(Event... events) throws InterruptedException {
    return letters.publish(List.of(events)).outcomes();
  }

  private static Event letter(String id) {
    return event(id).withFault(new Fault("sink", "is bad", 3));
  }

  /** Answers as it is told and remembers what it was called with. */
  private static final class Scripted implements Publisher {

    private final List<List<String>> calls = new ArrayList<>();
    private final List<List<Outcome>> answers = new ArrayList<>();

    Scripted answers(Outcome... outcomes) {
      answers.add(List.of(outcomes));
      return this;
    }

    @Override
    public int batchSize() {
      return 10;
    }

    @Override
    public int lanes() {
      return 1;
    }

    @Override
    public boolean unordered() {
      return false;
    }

    @Override
    public BatchResult publish(List<Event> batch) {
      calls.add(batch.stream().map(Scripted::seen).toList());
      return new BatchResult(answers.removeFirst());
    }

    private static String seen(Event event) {
      String id = event.facts().id();
      String value = new String(event.value(), UTF_8);
      return value.equals(id) ? id : value.contains("\"payload\"") ? value : "bare " + id;
    }
  }
}
