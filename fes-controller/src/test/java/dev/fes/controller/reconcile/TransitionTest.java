package dev.fes.controller.reconcile;

import static dev.fes.controller.plan.Manifests.outbox;
import static dev.fes.controller.plan.Manifests.plan;
import static dev.fes.controller.plan.Manifests.stream;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fes.api.ResourceKey;
import dev.fes.controller.plan.Buffer;
import dev.fes.controller.plan.Plan;
import dev.fes.controller.plan.Wiring.Input;
import java.util.Set;
import org.junit.jupiter.api.Test;

class TransitionTest {

  private static final Plan NOTHING = Transition.nothing(new ResourceKey("default", "x"));
  private static final Plan WITH_FLOW =
      plan(
          outbox(
              "x",
              "fes",
              stream(
                  "t",
                  """
            uniqueStreamId: id
                  flow: {type: PostgresWalToGenericNakadiEvent}
                  recovery: {type: DeadLetter, sink: {type: SqsStandard, queueName: q}}""")));
  private static final Plan WITHOUT_FLOW =
      plan(outbox("x", "fes", stream("t", "uniqueStreamId: id")));
  private static final String LETTERS =
      "recovery: {type: DeadLetter, sink: {type: SqsStandard, queueName: q}}";
  private static final String STEM = "fes.default.x.id.";

  @Test
  void namesEveryReaderOfEachTopicThatStays() {
    assertThat(new Transition(WITH_FLOW, WITH_FLOW).buffers())
        .containsExactlyInAnyOrder(
            new Buffer(STEM + "changes", Set.of(STEM + "flow"), false),
            new Buffer(STEM + "events", Set.of(STEM + "sink"), false),
            new Buffer(STEM + "dead-letters", Set.of(STEM + "dead-letter"), true));
  }

  @Test
  void namesTheOldAndTheNewReaderOfATopicThatIsWiredAnew() {
    assertThat(new Transition(WITH_FLOW, WITHOUT_FLOW).buffers())
        .containsExactly(new Buffer(STEM + "changes", Set.of(STEM + "flow", STEM + "sink"), false));
  }

  @Test
  void leavesAnInputToTheStageThatTakesItOverUnderAnotherName() {
    Plan derived = plan(outbox("x", "fes", stream("orders", LETTERS)));
    String name = derived.streams().getFirst().name();
    Plan pinned =
        plan(
            outbox("x", "fes", stream("orders", "uniqueStreamId: " + name + "\n      " + LETTERS)));
    Transition transition = new Transition(derived, pinned);

    assertThat(pinned.topics()).isEqualTo(derived.topics());
    assertThat(pinned.stages()).isNotEqualTo(derived.stages());
    assertThat(transition.leftovers()).isEmpty();
    assertThat(transition.meanwhile().stages()).isEqualTo(pinned.stages());
  }

  @Test
  void isNotDoneWhileADeadLetterSinkIsLeftWhoseTopicStays() {
    String skipped = "{name: x, annotations: {fes.zalando.org/skipped: id}}";
    Plan with = plan(outbox("x", "fes", stream("t", "uniqueStreamId: id\n      " + LETTERS)));
    Plan without =
        plan(outbox("x", "fes", stream("t", "uniqueStreamId: id")).replace("{name: x}", skipped));
    Transition transition = new Transition(with, without);

    assertThat(transition.obsoleteTopics()).isEmpty();
    assertThat(transition.isDone()).isFalse();
    assertThat(transition.toDrain())
        .extracting(Input::topic)
        .containsExactly(STEM + "dead-letters");
    assertThat(transition.obsoleteGroups()).containsExactly(STEM + "dead-letter");
  }

  @Test
  void leavesOutWhatIsNotThereYetAndWhatIsDrained() {
    assertThat(new Transition(NOTHING, WITH_FLOW).buffers()).isEmpty();
    assertThat(new Transition(WITH_FLOW, NOTHING).buffers()).isEmpty();
  }
}
