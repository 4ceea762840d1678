package dev.fes.controller.ops;

import static dev.fes.controller.plan.Manifests.outbox;
import static dev.fes.controller.plan.Manifests.stream;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fes.controller.plan.Manifests;
import dev.fes.controller.plan.Outcome.Planned;
import dev.fes.controller.plan.Plan;
import dev.fes.controller.plan.StreamPlanner;
import dev.fes.controller.plan.TestInstallation;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class ValidateControllerTest {

  private static final String PATH = "/actuator/validate";

  private final StreamPlanner planner = StreamPlanner.of(TestInstallation.read());
  private final List<Plan> atWork = new ArrayList<>();
  private final Endpoints endpoints =
      Endpoints.of(new ValidateController(resources -> planner.plan(resources, atWork)));

  @Test
  void whatWouldRunIsValidAndSaysItsStreams() throws Exception {
    JsonNode answer = validated(outbox("a", "fes", stream("t")));

    assertThat(answer.path("valid").asBoolean()).isTrue();
    assertThat(answer.at("/resources/0/reason").asString()).isEqualTo("Valid");
    assertThat(answer.at("/resources/0/streams/0/definition").asString())
        .isEqualTo("postgres | generic-nakadi-event | nakadi");
  }

  @Test
  void whatIsWrongIsSaidByItsPath() throws Exception {
    JsonNode answer =
        validated(outbox("a", "fes", stream("t")).replace("type: Nakadi", "type: Nokadi"));

    assertThat(answer.path("valid").asBoolean()).isFalse();
    assertThat(answer.at("/resources/0/reason").asString()).isEqualTo("Invalid");
    assertThat(answer.at("/resources/0/findings/0/path").asString())
        .isEqualTo("spec.eventStreams[0].sink.type");
  }

  @Test
  void aReaderThatRunsElsewhereIsTaken() throws Exception {
    atWork.add(
        ((Planned)
                planner
                    .plan(List.of(Manifests.read(outbox("b", "fes", stream("u")))), List.of())
                    .getFirst())
            .plan());

    JsonNode answer = validated(outbox("a", "fes", stream("t")));

    assertThat(answer.at("/resources/0/reason").asString()).isEqualTo("ReaderTaken");
    assertThat(answer.at("/resources/0/findings/0/message").asString()).contains("default/b");
  }

  @Test
  void aSecondDefinitionIsOneTooMany() throws Exception {
    String manifest = outbox("a", "fes", stream("t"));

    JsonNode answer = validated(manifest + "---\n" + manifest);

    assertThat(answer.path("valid").asBoolean()).isFalse();
    assertThat(answer.toString()).contains("is defined twice");
  }

  @Test
  void aTextWithoutAResourceIsNotValid() throws Exception {
    assertThat(validated("").path("valid").asBoolean()).isFalse();
    assertThat(validated("{").path("valid").asBoolean()).isFalse();
  }

  private JsonNode validated(String manifest) throws Exception {
    var answer = endpoints.sendWithoutToken(PATH, manifest);
    assertThat(answer.getStatus()).isEqualTo(200);
    return JsonMapper.shared().readTree(answer.getContentAsString());
  }
}
