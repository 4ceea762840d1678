package dev.fes.testbed;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A stage's process, as the controller tells it; one that serves several streams once. */
record LiveStage(String name, String role, String app, int port) {

  static List<LiveStage> all(LocalInstallation fes) throws IOException, InterruptedException {
    Map<String, LiveStage> stages = new LinkedHashMap<>();
    for (JsonNode resource :
        JsonMapper.shared().readTree(fes.get("/actuator/streams")).path("resources")) {
      for (JsonNode stream : resource.path("streams")) {
        for (JsonNode stage : stream.path("stages")) {
          if (stage.path("port").isInt()) {
            stages.putIfAbsent(stage.path("name").asString(), of(stage));
          }
        }
      }
    }
    return new ArrayList<>(stages.values());
  }

  private static LiveStage of(JsonNode stage) {
    return new LiveStage(
        stage.path("name").asString(),
        stage.path("role").asString(),
        stage.path("app").asString(),
        stage.path("port").asInt());
  }
}
