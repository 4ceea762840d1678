package dev.fes.controller.ops;

import static dev.fes.controller.plan.Manifests.outbox;
import static dev.fes.controller.plan.Manifests.stream;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fes.api.Operation;
import dev.fes.api.event.Event;
import dev.fes.api.event.Facts;
import dev.fes.api.event.Fault;
import dev.fes.controller.deploy.FlowRun;
import dev.fes.controller.plan.StreamPlanner;
import dev.fes.controller.plan.TestInstallation;
import dev.fes.controller.preview.Preview;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

class PreviewControllerTest {

  private static final String PATH = "/actuator/preview";
  private static final JsonMapper JSON = JsonMapper.shared();
  private static final String NO_FLOW = "";

  @TempDir Path directory;

  private Endpoints endpoints;

  @BeforeEach
  void open() throws IOException {
    endpoints =
        Endpoints.of(
            new PreviewController(
                Endpoints.guard(directory),
                StreamPlanner.of(TestInstallation.read()),
                PreviewControllerTest::captured,
                new Preview(new FlowRun(TestInstallation.read(), Map.of())),
                false));
  }

  @Test
  void withoutAFlowTheChangeIsTheEventUnlessItIsFiltered() throws Exception {
    ObjectNode body = body(outbox("a", "fes", stream("t", NO_FLOW)));
    body.putArray("records")
        .add(JSON.readTree("{\"id\": 1, \"payload\": {\"n\": 1}}"))
        .add(JSON.readTree("{\"op\": \"d\", \"before\": {\"id\": 2}, \"source\": {}}"));

    JsonNode records = previewed(body).path("records");

    assertThat(records.at("/0/outcome").asString()).isEqualTo("events");
    assertThat(records.at("/0/events/0/value").asString())
        .contains("\"after\":{\"id\":1,\"payload\":{\"n\":1}}");
    assertThat(records.at("/1/outcome").asString()).isEqualTo("filtered");
    assertThat(records.at("/1/why").asString()).startsWith("operations: DELETE");
  }

  @Test
  void whatTheSourceCouldNotRenderIsBad() throws Exception {
    ObjectNode body = body(outbox("a", "fes", stream("t", NO_FLOW)));
    body.put("captured", 2);

    JsonNode records = previewed(body).path("records");

    assertThat(records.at("/0/events/0/id").asString()).isEqualTo("id-1");
    assertThat(records.at("/1/outcome").asString()).isEqualTo("bad");
    assertThat(records.at("/1/why").asString()).isEqualTo("no image");
  }

  @Test
  void nobodySeesWhatWasCapturedWithoutTheToken() throws Exception {
    ObjectNode body = body(outbox("a", "fes", stream("t", NO_FLOW)));
    body.put("captured", 2);

    var refused = endpoints.sendWithoutToken(PATH, body.toString());

    assertThat(refused.getStatus()).isEqualTo(401);
    assertThat(refused.getContentAsString()).doesNotContain("id-1");
  }

  @Test
  void aFlowThatCannotBeRunHereIsSaid() throws Exception {
    ObjectNode body = body(outbox("a", "fes", stream("t")));
    body.putArray("records").addObject().put("payload", "{}");

    var answer = endpoints.send(PATH, body.toString());

    assertThat(answer.getStatus()).isEqualTo(502);
    assertThat(answer.getContentAsString()).contains("fes-flow-functions.jar");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          {"manifest": "x", "records": []}      | manifest: is not a resource
          {"records": []}                       | manifest: is missing
          {"manifest": "", "record": 1}         | record: is not known
          """)
  void aBadRequestIsSaidByItsField(String body, String words) throws Exception {
    var answer = endpoints.send(PATH, body);

    assertThat(answer.getStatus()).isEqualTo(400);
    assertThat(answer.getContentAsString()).contains(words);
  }

  @Test
  void aStreamOrARecordThatIsNoneIsSaid() throws Exception {
    String two = outbox("a", "fes", stream("t", NO_FLOW), stream("u", NO_FLOW));
    assertThat(refusal(body(two))).contains("stream: is missing: name one of t-");
    assertThat(refusal(body(two).put("stream", 2))).contains("stream: 2 is none");
    assertThat(refusal(body(two).put("stream", 1))).contains("records: write either");
    ObjectNode body = body(two).put("stream", "1");
    body.putArray("records").add(7);
    assertThat(refusal(body)).contains("records[0]: is no object");
  }

  private static List<Event> captured(String topic, int most) {
    Event good = new Event(new byte[0], "{}".getBytes(UTF_8), facts("id-1"));
    return List.of(good, good.withFault(new Fault("source", "no image", 1)));
  }

  private static Facts facts(String id) {
    return new Facts(id, "0/1", Operation.INSERT, "public.t", 0, null);
  }

  private static ObjectNode body(String manifest) {
    return JSON.createObjectNode().put("manifest", manifest);
  }

  private JsonNode previewed(ObjectNode body) throws Exception {
    var answer = endpoints.send(PATH, body.toString());
    assertThat(answer.getStatus()).as(answer.getContentAsString()).isEqualTo(200);
    return JSON.readTree(answer.getContentAsString());
  }

  private String refusal(ObjectNode body) throws Exception {
    var answer = endpoints.send(PATH, body.toString());
    assertThat(answer.getStatus()).isEqualTo(400);
    return answer.getContentAsString();
  }
}
