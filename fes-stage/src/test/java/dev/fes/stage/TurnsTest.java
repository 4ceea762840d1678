package dev.fes.stage;

import static dev.fes.stage.Events.event;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class TurnsTest {

  private final Turns turns = new Turns();
  private final List<String> letters = new ArrayList<>();
  private final InFlight first = arrived("a");
  private final InFlight second = arrived("b");
  private final InFlight third = arrived("c");

  @Test
  void aLetterWaitsUntilAllThatArrivedBeforeItIsPublished() {
    leave(third);
    second.confirm();
    assertThat(letters).isEmpty();
    first.confirm();
    assertThat(letters).containsExactly("c");
  }

  @Test
  void lettersLeaveInTheOrderOfArrival() {
    leave(third);
    leave(second);
    leave(first);
    assertThat(letters).containsExactly("a", "b", "c");
  }

  @Test
  void whatWasHandedOnIsNotWaitedForUntilItIsConfirmed() {
    first.pass();
    leave(second);
    assertThat(letters).containsExactly("b");
  }

  @Test
  void nothingLeavesBeforeALetterThatBreaks() {
    assertThatThrownBy(
            () ->
                first.leave(
                    () -> {
                      throw new IllegalStateException("the producer is closed");
                    }))
        .isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> leave(second)).isInstanceOf(IllegalStateException.class);
    assertThat(letters).isEmpty();
  }

  @Test
  @Timeout(value = 1, unit = TimeUnit.MINUTES) // else it waits for ever
  void aLettersConfirmationWaitsForNoOtherLetter() {
    leave(first);
    second.leave(() -> inAnotherThread(first::confirm));
    assertThat(letters).containsExactly("a");
  }

  private InFlight arrived(String id) {
    return turns.taken(new InFlight(event(id), () -> {}));
  }

  private void leave(InFlight bad) {
    bad.leave(() -> letters.add(bad.event().facts().id()));
  }

  private static void inAnotherThread(Runnable work) {
    try {
      Thread.ofVirtual().start(work).join();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
