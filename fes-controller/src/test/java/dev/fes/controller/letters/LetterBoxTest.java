package dev.fes.controller.letters;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fes.controller.plan.Manifests;
import dev.fes.controller.plan.Outcome.Planned;
import dev.fes.controller.plan.Plan;
import dev.fes.controller.plan.StreamPlanner;
import java.util.List;
import org.junit.jupiter.api.Test;

class LetterBoxTest {

  @Test
  void aLetterGoesBackToTheStageThatCouldNotTakeIt() {
    LetterBox box = box("flow: {type: PostgresWalToGenericNakadiEvent}");

    assertThat(box.inputOf("flow"))
        .hasValueSatisfying(it -> assertThat(it.topic()).endsWith(".changes"));
    assertThat(box.inputOf("sink"))
        .hasValueSatisfying(it -> assertThat(it.topic()).endsWith(".events"));
    assertThat(box.inputOf("source")).isEqualTo(box.inputOf("flow"));
    assertThat(box.topic()).endsWith(".dead-letters");
  }

  @Test
  void withoutAFlowItsSinkReadsTheChanges() {
    LetterBox box = box("");

    assertThat(box.inputOf("sink"))
        .hasValueSatisfying(it -> assertThat(it.topic()).endsWith(".changes"));
    assertThat(box.inputOf("source")).isEqualTo(box.inputOf("sink"));
    assertThat(box.inputOf("flow")).isEmpty();
  }

  @Test
  void aStageThatIsNotKnownHasNoInput() {
    assertThat(box("").inputOf("input")).isEmpty();
  }

  private static LetterBox box(String flow) {
    var resource = Manifests.read(Manifests.outbox("a", "fes", Manifests.stream("t", flow)));
    Plan plan =
        ((Planned)
                StreamPlanner.withoutInstallation().plan(List.of(resource), List.of()).getFirst())
            .plan();
    return LetterBox.all(plan).findFirst().orElseThrow();
  }
}
