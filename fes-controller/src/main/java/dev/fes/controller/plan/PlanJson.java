package dev.fes.controller.plan;

import java.util.List;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Plans as JSON for people and programs: stages in starting order, topics, definitions, settings
 * without secrets.
 */
public final class PlanJson {

  private static final JsonMapper JSON =
      JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

  private PlanJson() {}

  /** One JSON array, an element per plan. */
  public static String of(List<Plan> plans) {
    ArrayNode array = JSON.createArrayNode();
    plans.forEach(plan -> write(plan, array.addObject()));
    return JSON.writeValueAsString(array);
  }

  private static void write(Plan plan, ObjectNode json) {
    json.put("namespace", plan.key().namespace());
    json.put("name", plan.key().name());
    json.put("applicationId", plan.applicationId());
    json.put("composition", plan.composition().title());
    json.set("streams", JSON.valueToTree(plan.streams()));
    json.set("topics", JSON.valueToTree(plan.topics()));
    ArrayNode stages = json.putArray("stages");
    plan.stages().forEach(stage -> write(stage, stages.addObject()));
  }

  private static void write(Stage stage, ObjectNode json) {
    json.put("name", stage.name());
    json.put("role", stage.role().title());
    json.put("app", stage.app().module());
    json.set("streams", JSON.valueToTree(stage.streams()));
    if (stage.wiring().input() != null) {
      json.set("reads", JSON.valueToTree(stage.wiring().input()));
    }
    json.set("writes", JSON.valueToTree(stage.wiring().outputs()));
    switch (stage.config().credentials()) {
      case Credentials.InSettings _ -> {}
      case Credentials.Secret secret ->
          json.putObject("secret")
              .put("name", secret.name())
              .put("userKey", secret.userKey())
              .put("passwordKey", secret.passwordKey());
    }
    json.set("settings", JSON.readTree(stage.config().json()));
  }
}
