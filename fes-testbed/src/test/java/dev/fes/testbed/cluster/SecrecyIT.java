package dev.fes.testbed.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A password is in its Secret and nowhere else. */
@Tag("cluster")
@ExtendWith(House.Fixture.class)
class SecrecyIT {

  private final House.Shared shared;

  SecrecyIT(House.Shared shared) {
    this.shared = shared;
  }

  @Test
  void noObjectStatusEventLogOrEndpointHasAPassword() {
    House house = shared.house();
    house
        .team()
        .client()
        .secrets()
        .inNamespace(house.team().name())
        .resource(Samples.secret(Samples.PASSWORD))
        .serverSideApply();
    house.run(Samples.operators("discreet"));

    Map<String, String> places =
        Map.of(
            "objects", objects(house.team()),
            "the controller's objects", objects(house.system()),
            "log", shared.controller().log(),
            "/actuator/streams", shared.controller().get("/actuator/streams"),
            "/actuator/env", shared.controller().get("/actuator/env"),
            "/actuator/configprops", shared.controller().get("/actuator/configprops"),
            "/actuator/prometheus", shared.controller().get("/actuator/prometheus"));

    assertThat(places.get("objects")).contains("discreet", "secretKeyRef");
    assertThat(places.get("/actuator/streams")).contains("discreet");
    assertThat(places).allSatisfy((_, text) -> assertThat(text).doesNotContain(spellings()));
    Resources.in(house.team()).delete("discreet");
  }

  private static String objects(Namespace namespace) {
    return namespace
        .kubectl()
        .ok("get", "fes,all,configmaps,events,leases", "--show-managed-fields", "-o", "yaml");
  }

  private static List<String> spellings() {
    return Stream.of(
            Samples.PASSWORD,
            Base64.getEncoder().encodeToString(Samples.PASSWORD.getBytes(StandardCharsets.UTF_8)))
        .toList();
  }
}
