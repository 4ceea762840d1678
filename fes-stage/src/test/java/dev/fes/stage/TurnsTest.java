package dev.fes.stage;

import static dev.fes.stage.Events.event;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class TurnsTest {

  private final Turns turns = new Turns();
  private final List<String> letters = new CopyOnWriteArrayList<>();
  private final InFlight first = arrived("a");
  private final InFlight second = arrived("b");
  private final InFlight third = arrived("c");

  @Test
  void aLetterWaitsUntilAllThatArrivedBeforeItIsConfirmed() {
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
  void nothingLeavesBehindALetterThatBreaks() {
    assertThatThrownBy(
            () ->
                first.leave(
                    () -> {
                      throw new IllegalStateException("the producer is closed");
                    }))
        .isInstanceOf(IllegalStateException.class);
    leave(second);
    third.confirm();
    assertThat(letters).isEmpty();
  }

  @Test
  void aLettersConfirmationLetsNothingLeaveTwice() {
    leave(first);
    leave(second);
    first.confirm();
    second.confirm();
    leave(third);
    assertThat(letters).containsExactly("a", "b", "c");
  }

  @Test
  @Timeout(value = 1, unit = TimeUnit.MINUTES) // else they wait for ever
  void nobodyWaitsForALetterThatIsBeingSent() {
    first.leave(
        () ->
            inAnotherThread(
                () -> {
                  leave(third);
                  second.confirm();
                  arrived("d").confirm();
                  first.confirm();
                }));
    assertThat(letters).containsExactly("c");
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
